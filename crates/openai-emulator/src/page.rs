//! Lists that are read page by page.

use serde_json::{Value, json};

use crate::asked::Asked;
use crate::check::{self, At, Wrong};

/// Which part of a list a query asks for.
#[derive(Debug)]
pub(crate) struct Page {
    after: Option<String>,
    limit: usize,
    pub(crate) order: Order,
}

/// By the time of creation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Order {
    OldestFirst,
    NewestFirst,
}

impl Page {
    /// Reads `after` and `limit`; the order is newest first.
    ///
    /// # Errors
    /// A limit that is no number from 1 to `most`.
    pub(crate) fn read(asked: &Asked<'_>, default: usize, most: usize) -> Result<Self, Wrong> {
        let limit = match asked.query("limit") {
            None => default,
            Some(text) => match text.parse::<usize>() {
                Ok(limit) if (1..=most).contains(&limit) => limit,
                Ok(limit) => {
                    let (code, words) = if limit == 0 {
                        (
                            "integer_below_min_value",
                            "below minimum value. Expected a value >= 1".to_owned(),
                        )
                    } else {
                        (
                            "integer_above_max_value",
                            format!("above maximum value. Expected a value <= {most}"),
                        )
                    };
                    let message = format!("Invalid 'limit': integer {words}, but got {limit} instead.");
                    return Err(Wrong::coded(code, "limit", message));
                }
                Err(_) => {
                    let message = "Invalid type for 'limit': expected an integer, but got a string instead.";
                    return Err(Wrong::coded("invalid_type", "limit", message));
                }
            },
        };
        Ok(Self {
            after: asked.query("after").filter(|after| !after.is_empty()),
            limit,
            order: Order::NewestFirst,
        })
    }

    /// The page of a list whose items come oldest first.
    ///
    /// # Errors
    /// `after` names no item of the list.
    pub(crate) fn of(&self, mut items: Vec<Value>) -> Result<Value, Wrong> {
        if self.order == Order::NewestFirst {
            items.reverse();
        }
        if let Some(after) = &self.after {
            let at = items
                .iter()
                .position(|item| item.get("id").is_some_and(|id| id == after));
            let Some(at) = at else {
                let message = format!("Invalid 'after': there is no object with the id '{after}' in this list.");
                return Err(Wrong::coded("invalid_value", "after", message));
            };
            items.drain(..=at);
        }
        let has_more = items.len() > self.limit;
        items.truncate(self.limit);
        let id = |item: Option<&Value>| {
            item.and_then(|item| item.get("id"))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let (first, last) = (id(items.first()), id(items.last()));
        Ok(json!({ "object": "list", "data": items, "first_id": first, "last_id": last, "has_more": has_more }))
    }
}

/// Reads `order`.
///
/// # Errors
/// Another word than `asc` and `desc`.
pub(crate) fn order(asked: &Asked<'_>) -> Result<Order, Wrong> {
    match asked.query("order").as_deref() {
        None | Some("desc") => Ok(Order::NewestFirst),
        Some("asc") => Ok(Order::OldestFirst),
        Some(other) => Err(check::invalid_value(
            other,
            ["asc", "desc"].into_iter(),
            &At::Member(&At::Body, "order"),
        )),
    }
}
