//! The items that went into a response: `GET …/responses/{response_id}/input_items`.

use super::{Include, Item};
use crate::list::Order;
use crate::wire;

/// One page of the items that went into a response, the newest first unless the query says otherwise.
pub type List = crate::list::List<Item>;

wire! {
    /// Which page of the items that went into a response, in the address.
    pub struct ListQuery {
        /// Most items on the page, 1 to 100. Default: 20.
        pub limit: Option<u64>,
        /// The order. Default: the newest first.
        pub order: Option<Order>,
        /// The page begins after the item with this id.
        pub after: Option<String>,
        /// The page ends before the item with this id. Azure v1.
        pub before: Option<String>,
        /// What the items tell beside what they tell anyway. OpenAI.
        pub include: Option<Vec<Include>>,
    }
}

impl ListQuery {
    /// The parameters by name, not yet escaped for an address.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        crate::form::fields(self)
    }
}
