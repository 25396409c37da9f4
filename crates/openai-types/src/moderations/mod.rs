//! Moderations: whether text or images are harmful.
//!
//! A [`Request`] goes to `POST …/moderations`; a [`Moderation`] comes back. OpenAI.

mod category;
mod input;

pub use category::{Categories, CategoryInputTypes, CategoryScores, InputType};
pub use input::{ImagePart, ImageUrl, Input, InputItem, InputPart, Request, TextPart};

use crate::wire;

wire! {
    /// What moderation found.
    pub struct Moderation {
        /// The answer's id. Opaque; OpenAI begins it with `modr-`.
        pub id: Option<String>,
        /// The model that judged.
        pub model: Option<String>,
        /// A finding a text; one for all parts of a mixed input.
        pub results: Vec<Finding>,
    }

    /// What moderation found in one input.
    pub struct Finding {
        /// Whether any category was found.
        pub flagged: bool,
        /// Which categories were found.
        pub categories: Option<Categories>,
        /// How sure the model is of each category.
        pub category_scores: Option<CategoryScores>,
        /// What each category's score is about. The text-moderation models leave it out.
        pub category_applied_input_types: Option<CategoryInputTypes>,
    }
}
