//! Images that the service drew.

use super::ItemStatus;
use crate::wire;

wire! {
    /// An image that the model asked for and the service drew.
    pub struct ImageGenerationCall {
        /// The item's id.
        pub id: Option<String>,
        /// How far the image has come.
        pub status: Option<ItemStatus>,
        /// The image in base64, once it is there.
        pub result: Option<String>,
    }
}
