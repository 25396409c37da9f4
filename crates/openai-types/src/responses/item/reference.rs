//! An item by its id.

use crate::wire;

wire! {
    /// An item that the service has stored, by its id. Not on Databricks, which stores nothing.
    pub struct ItemReference {
        /// The item's id.
        pub id: String,
    }
}
