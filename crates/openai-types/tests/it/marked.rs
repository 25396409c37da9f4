//! `pub union` in `wire!` where a variant has several tags, or may lack one.

use openai_types::{decode_str, wire};
use serde_json::{Value, json};

wire! {
    /// A way to get about.
    pub union Vehicle by "type" {
        /// A bicycle, under one of two names.
        "bicycle" | "bike" => Bicycle(Bicycle),
        /// A car, or whatever has seats and no tag.
        "car" | _ if "seats" => Car(Car),
    }

    /// A bicycle.
    pub struct Bicycle {
        /// The name that it goes by.
        #[name = "type"]
        pub kind: Option<String>,
        /// Its gears.
        pub gears: Option<u64>,
    }

    /// A car.
    pub struct Car {
        /// The name that it goes by.
        #[name = "type"]
        pub kind: Option<String>,
        /// Who may sit where.
        pub seats: Vec<Passenger>,
        /// Its owner.
        pub owner: Option<Person>,
    }

    /// Who may sit somewhere.
    pub union Passenger by "type" {
        /// A person.
        "person" => Person(Person),
        /// A group of passengers.
        "group" => Group(Group),
    }

    /// A person.
    pub struct Person {
        /// The name.
        pub name: String,
        /// The age.
        pub age: Option<u64>,
    }

    /// A group of passengers.
    pub struct Group {
        /// Who belongs to it.
        pub members: Vec<Passenger>,
    }
}

fn same_vehicle(text: &str) -> Vehicle {
    let vehicle: Vehicle = decode_str(text).expect(text);
    let [before, after] = [text, &serde_json::to_string(&vehicle).unwrap()].map(|text| {
        let value: Value = serde_json::from_str(text).unwrap();
        value
    });
    assert_eq!(before, after, "{text}");
    vehicle
}

#[test]
fn one_of_several_tags_comes_back_as_it_was() {
    for (text, kind) in [
        (r#"{"type":"bicycle","gears":3}"#, "bicycle"),
        (r#"{"type":"bike","gears":3}"#, "bike"),
        (r#"{"gears":3,"type":"bike"}"#, "bike"),
        (r#"{"bell":true,"gears":3,"type":"bike","lamp":[1]}"#, "bike"),
    ] {
        let vehicle = same_vehicle(text);
        assert_eq!(vehicle.tag(), "bicycle");
        let Vehicle::Bicycle(bicycle) = vehicle else {
            panic!("{text}")
        };
        assert_eq!((bicycle.kind.as_deref(), bicycle.gears), (Some(kind), Some(3)));
    }
    let plain = Vehicle::from(Bicycle::new().gears(3u64));
    assert_eq!(
        serde_json::to_string(&plain).unwrap(),
        r#"{"type":"bicycle","gears":3}"#
    );
    assert!(
        matches!(same_vehicle(r#"{"gears":3}"#), Vehicle::Other(_)),
        "no tag, no mark"
    );
}

#[test]
fn a_marked_object_without_a_tag_is_known_and_comes_back_without() {
    for (text, kind) in [
        (r#"{"seats":[]}"#, None),
        (r#"{"wheels":4,"seats":[{"type":"person","name":"Tom"}]}"#, None),
        (r#"{"wheels":4,"seats":[],"type":"car"}"#, Some("car")),
        (r#"{"type":"car","seats":[]}"#, Some("car")),
    ] {
        let vehicle = same_vehicle(text);
        let Vehicle::Car(car) = vehicle else { panic!("{text}") };
        assert_eq!(car.kind.as_deref(), kind, "{text}");
    }
    for text in [r#"{"type":null,"seats":[]}"#, r#"{"seats":[],"type":null}"#] {
        assert_eq!(
            serde_json::to_string(&decode_str::<Vehicle>(text).unwrap()).unwrap(),
            r#"{"seats":[]}"#
        );
    }
    let other = same_vehicle(r#"{"type":"boat","seats":1}"#);
    assert!(
        matches!(other, Vehicle::Other(_)),
        "an unknown tag counts for more than a mark"
    );
    let plain: Vehicle = serde_json::from_value(json!({"seats": [], "owner": {"name": "Tom"}})).unwrap();
    assert!(matches!(plain, Vehicle::Car(car) if car.owner.is_some()));
}

#[test]
fn a_malformed_marked_object_is_an_error_at_its_place() {
    let cases = [
        (r#"{"seats":1}"#, "seats"),
        (r#"{"type":null,"seats":1}"#, "seats"),
        (r#"{"owner":{"age":9},"seats":[]}"#, "owner"),
        (
            r#"{"seats":[{"type":"person","name":"a"},{"name":2,"type":"person"}]}"#,
            "seats[1].name",
        ),
        (
            r#"{"seats":[{"type":"group","members":[{"type":"person","name":"a","age":""}]}]}"#,
            "seats[0].members[0].age",
        ),
        (r#"{"type":"car"}"#, ""),
    ];
    for (text, path) in cases {
        let error = decode_str::<Vehicle>(text).expect_err(text);
        assert_eq!(error.path(), path, "{text}: {error}");
    }
}

#[test]
fn the_schema_of_a_marked_union_judges_alike() {
    let schema = openai_types::schema::document::<Vehicle>();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for text in [
        r#"{"seats":[]}"#,
        r#"{"seats":1}"#,
        r#"{"type":null,"seats":[]}"#,
        r#"{"type":null,"seats":1}"#,
        r#"{"type":"car"}"#,
        r#"{"type":"car","seats":[]}"#,
        r#"{"type":"bike","gears":3}"#,
        r#"{"type":"bike","gears":"x"}"#,
        r#"{"type":"bicycle","gears":"x"}"#,
        r#"{"type":"boat","seats":1,"gears":"x"}"#,
        r#"{"gears":"x"}"#,
        r#"{"type":null}"#,
        r#"{"type":1}"#,
        r#"{}"#,
        r#"[]"#,
    ] {
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(
            validator.is_valid(&value),
            decode_str::<Vehicle>(text).is_ok(),
            "{text}"
        );
    }
}

#[test]
fn the_first_of_two_tags_counts_and_is_written_once() {
    for text in [
        r#"{"type":"bike","gears":3,"type":"bird"}"#,
        r#"{"gears":3,"type":"bike","type":7}"#,
    ] {
        let bike: Vehicle = decode_str(text).unwrap();
        assert_eq!(
            serde_json::to_string(&bike).unwrap(),
            r#"{"type":"bike","gears":3}"#,
            "{text}"
        );
    }
}
