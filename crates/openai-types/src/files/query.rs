//! Which files are listed.

use super::Purpose;
use crate::list::Order;
use crate::wire;

wire! {
    /// Which files a list has: the query of `GET …/files`. Azure's dated api-versions take none of it.
    pub struct ListQuery {
        /// Only files for this purpose.
        pub purpose: Option<Purpose>,
        /// Most files on a page, 1 to 10000. Default: 10000.
        pub limit: Option<u64>,
        /// By when they were made. Default: `desc`.
        pub order: Option<Order>,
        /// The last id of the page before.
        pub after: Option<String>,
    }
}

impl ListQuery {
    /// The parameters by name, not yet escaped for an address.
    ///
    /// ```
    /// use openai_types::files::{ListQuery, Purpose};
    ///
    /// let query = ListQuery::new().purpose(Purpose::Batch).limit(2).after("file-1");
    /// let query: Vec<_> = query.query().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    /// assert_eq!(query.join("&"), "after=file-1&limit=2&purpose=batch");
    /// ```
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        crate::form::fields(self)
    }
}
