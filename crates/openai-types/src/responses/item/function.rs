//! Calls of functions, and their results.

use super::{Caller, ItemStatus};
use crate::responses::Content;
use crate::wire;

wire! {
    /// A function that the model wants called.
    pub struct FunctionCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id, to answer it by.
        pub call_id: String,
        /// What made the call: the model itself, or a program of its own. OpenAI.
        pub caller: Option<Caller>,
        /// The namespace that the function belongs to. OpenAI.
        pub namespace: Option<String>,
        /// The function's name.
        pub name: String,
        /// The arguments, as the model wrote them: meant to be a JSON object, but it may be broken JSON or hold
        /// arguments that were never defined. Check before use. Empty where a service sends null or leaves them out.
        #[or_default]
        pub arguments: String,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// Who made the item. Only in lists of a response's input.
        pub created_by: Option<String>,
    }

    /// The result of a function call.
    pub struct FunctionCallOutput {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The call that this answers.
        pub call_id: Option<String>,
        /// The function's name. Up to 128 characters. OpenAI.
        pub name: Option<String>,
        /// The namespace that the function belongs to. Up to 64 characters. OpenAI.
        pub namespace: Option<String>,
        /// What made the call. OpenAI.
        pub caller: Option<Caller>,
        /// The result: text, or parts (text, images, files).
        pub output: Content,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// Who made the item. Only in lists of a response's input.
        pub created_by: Option<String>,
    }
}
