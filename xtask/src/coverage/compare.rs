//! What a specification's schema names and ours does not.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::ops::AddAssign;

use serde_json::Value;

use super::shape::{Document, Shape};

/// How many there are, and how many of them our types name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) named: usize,
    pub(crate) total: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.named += other.named;
        self.total += other.total;
    }
}

/// What came out for one schema. Each pair of a schema and a type of ours counts once, wherever it occurs.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) properties: Tally,
    pub(crate) values: Tally,
    /// Alternatives of unions. A JSON kind that our type does not take is one that is not named.
    pub(crate) members: Tally,
    /// The places of what is not named: `.name`, ` = value`, `<member>` or ` as kind` at the end of a path. A value that
    /// stands beside any other one is `(open)`, one that is the only one `(constant)`.
    pub(crate) missing: Vec<String>,
}

/// Schemas that hold at once.
type Schemas<'a> = Vec<&'a Value>;

/// The addresses of the schemas on both sides: what has been looked at is not looked at again.
type Seen = HashSet<(Vec<usize>, Vec<Vec<usize>>)>;

/// A place that is still to be looked at.
struct Place<'a> {
    path: String,
    theirs: Schemas<'a>,
    /// Each of these may describe the place.
    ours: Vec<Schemas<'a>>,
}

struct Walk<'a> {
    theirs: Document<'a>,
    ours: Document<'a>,
    open: VecDeque<Place<'a>>,
    seen: Seen,
    findings: Findings,
}

/// Walks `schema`, the nearest places first, beside those of `roots` that may describe the same values. Without any, the
/// whole is a single finding.
pub(crate) fn compare<'a>(
    theirs: Document<'a>,
    schema: &'a Value,
    ours: Document<'a>,
    roots: &[&'a Value],
) -> Findings {
    let mut walk = Walk {
        theirs,
        ours,
        open: VecDeque::new(),
        seen: Seen::new(),
        findings: Findings::default(),
    };
    if roots.is_empty() {
        walk.member(false, false, String::new);
    } else {
        let roots = roots.iter().map(|root| vec![*root]).collect();
        walk.enter(String::new(), &[schema], roots);
    }
    while let Some(place) = walk.open.pop_front() {
        walk.look_at(&place);
    }
    walk.findings.missing.sort();
    walk.findings.missing.dedup();
    walk.findings
}

impl<'a> Walk<'a> {
    fn enter(&mut self, path: String, theirs: &[&'a Value], mut ours: Vec<Schemas<'a>>) {
        let theirs: Schemas<'a> = theirs.iter().map(|schema| self.theirs.resolved(schema)).collect();
        for schemas in &mut ours {
            schemas
                .iter_mut()
                .for_each(|schema| *schema = self.ours.resolved(schema));
        }
        if self.is_new(&theirs, &ours) {
            self.open.push_back(Place { path, theirs, ours });
        }
    }

    fn is_new(&mut self, theirs: &[&Value], ours: &[Schemas<'_>]) -> bool {
        let mut ours: Vec<_> = ours.iter().map(|schemas| addresses(schemas)).collect();
        ours.sort();
        ours.dedup();
        self.seen.insert((addresses(theirs), ours))
    }

    fn look_at(&mut self, place: &Place<'a>) {
        let theirs = self.theirs.shapes(&place.theirs);
        let ours: Vec<_> = place
            .ours
            .iter()
            .flat_map(|schemas| self.ours.shapes(schemas))
            .collect();
        let (nulls, theirs): (Vec<_>, Vec<_>) = theirs.into_iter().partition(|shape| shape.kind == Some("null"));
        let is_null = |shape: &Shape<'_>| shape.kind == Some("null") || shape.is_anything();
        if !nulls.is_empty() && !ours.iter().any(is_null) {
            self.member(true, false, || format!("{} as null", place.path));
        }
        let is_union = theirs.len() > 1;
        let objects = theirs.iter().filter(|shape| shape.is_object()).count();
        let mark = mark(&theirs);
        for (index, shape) in theirs.iter().enumerate() {
            let path = &place.path;
            if shape.is_object() {
                let label = if objects > 1 {
                    self.label(shape, index)
                } else {
                    String::new()
                };
                self.object(&format!("{path}{label}"), shape, &ours, is_union);
            } else if shape.is_array() {
                let arrays: Vec<_> = ours.iter().filter(|shape| shape.is_array()).collect();
                let takes = !arrays.is_empty() || ours.iter().any(Shape::is_anything);
                self.member(is_union, takes, || format!("{path} as array"));
                let inside: Vec<_> = arrays.iter().map(|shape| shape.items.clone()).collect();
                if !shape.items.is_empty() && !inside.is_empty() {
                    self.enter(format!("{path}[]"), &shape.items, inside);
                }
            } else if shape.is_string() {
                self.string(path, shape, &ours, is_union, mark);
            } else {
                let kind = shape.kind.unwrap_or("anything");
                let takes = |ours: &Shape<'_>| {
                    let is_number = kind == "integer" && ours.kind == Some("number");
                    ours.is_anything() || ours.kind == Some(kind) || is_number
                };
                let takes = ours.iter().any(takes);
                self.member(is_union, takes, || format!("{path} as {kind}"));
            }
        }
    }

    fn string(&mut self, path: &str, theirs: &Shape<'a>, ours: &[Shape<'a>], is_union: bool, mark: &str) {
        let takes = ours.iter().any(|shape| shape.is_string() || shape.is_anything());
        self.member(is_union, takes, || format!("{path} as string"));
        if !takes {
            return;
        }
        for value in &theirs.values {
            let is_named = ours.iter().any(|shape| shape.values.contains(value));
            self.findings.values += tally(is_named);
            if !is_named {
                self.findings.missing.push(format!("{path} = {value}{mark}"));
            }
        }
    }

    fn object(&mut self, path: &str, theirs: &Shape<'a>, ours: &[Shape<'a>], is_union: bool) {
        let fits = |shape: &&Shape<'a>| (shape.is_object() || shape.is_anything()) && self.agree(theirs, shape);
        let ours: Vec<_> = ours.iter().filter(fits).collect();
        self.member(is_union, !ours.is_empty(), || {
            if path.ends_with('>') {
                path.to_owned()
            } else {
                format!("{path} as object")
            }
        });
        let inside = |shape: &&Shape<'a>| shape.properties.values().flatten().copied().collect();
        let members: Vec<Schemas<'a>> = ours.iter().map(inside).collect();
        if ours.is_empty() || !self.is_new(&inside(&theirs), &members) {
            return;
        }
        for (name, schemas) in &theirs.properties {
            // A form's files spell a list so.
            let own = name.strip_suffix("[]").unwrap_or(name);
            let inside: Vec<_> = ours
                .iter()
                .filter_map(|shape| shape.properties.get(own))
                .cloned()
                .collect();
            let path = if path.is_empty() {
                (*name).to_owned()
            } else {
                format!("{path}.{name}")
            };
            self.findings.properties += tally(!inside.is_empty());
            if inside.is_empty() {
                self.findings.missing.push(path);
            } else {
                self.enter(path, schemas, inside);
            }
        }
        let described: Vec<_> = theirs
            .additional
            .iter()
            .copied()
            .filter(|schema| is_described(schema))
            .collect();
        if !described.is_empty() {
            let path = format!("{path}.*");
            let inside: Vec<_> = ours.iter().map(|shape| shape.additional.clone()).collect();
            let inside: Vec<_> = inside.into_iter().filter(|schemas| !schemas.is_empty()).collect();
            self.findings.properties += tally(!inside.is_empty());
            if inside.is_empty() {
                self.findings.missing.push(path);
            } else {
                self.enter(path, &described, inside);
            }
        }
    }

    /// Whether no constant tells the two objects apart.
    fn agree(&self, theirs: &Shape<'a>, ours: &Shape<'a>) -> bool {
        theirs.properties.iter().all(|(name, schemas)| {
            let (Some(value), Some(inside)) = (self.constant(schemas), ours.properties.get(name)) else {
                return true;
            };
            let inside = self.ours.shapes(inside);
            let takes = |shape: &Shape<'_>| {
                shape.values.contains(value) || (shape.values.is_empty() && (shape.is_string() || shape.is_anything()))
            };
            inside.iter().any(takes)
        })
    }

    /// The one value that a specification's member may have.
    fn constant(&self, schemas: &[&'a Value]) -> Option<&'a str> {
        let shapes = self.theirs.shapes(schemas);
        let values: BTreeSet<_> = shapes.iter().flat_map(|shape| shape.values.iter().copied()).collect();
        let is_open = shapes.iter().any(|shape| shape.values.is_empty());
        match values.len() {
            1 if !is_open => values.first().copied(),
            _ => None,
        }
    }

    /// What tells an object from the others of its union.
    fn label(&self, shape: &Shape<'a>, index: usize) -> String {
        let tags = ["type", "role", "object", "kind"].iter();
        let tag = tags
            .filter_map(|tag| shape.properties.get(tag))
            .find_map(|schemas| self.constant(schemas));
        match tag.or(shape.name) {
            Some(label) => format!("<{label}>"),
            None => format!("<{}>", index + 1),
        }
    }

    /// Counts an alternative of a union, and elsewhere only one that is not taken.
    fn member(&mut self, is_union: bool, is_named: bool, place: impl FnOnce() -> String) {
        if is_union || !is_named {
            self.findings.members += tally(is_named);
        }
        if !is_named {
            self.findings.missing.push(place());
        }
    }
}

/// What the values of a place are beside the others that the specification allows there.
fn mark(theirs: &[Shape<'_>]) -> &'static str {
    let strings = || theirs.iter().filter(|shape| shape.is_string());
    let values: BTreeSet<_> = strings().flat_map(|shape| &shape.values).collect();
    match values.len() {
        _ if strings().any(|shape| shape.values.is_empty()) => " (open)",
        1 => " (constant)",
        _ => "",
    }
}

fn tally(is_named: bool) -> Tally {
    Tally {
        named: usize::from(is_named),
        total: 1,
    }
}

/// Whether a schema says more than "any value".
fn is_described(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| !members.is_empty())
}

fn addresses(schemas: &[&Value]) -> Vec<usize> {
    schemas
        .iter()
        .map(|schema| std::ptr::from_ref::<Value>(schema).addr())
        .collect()
}

#[cfg(test)]
mod tests;
