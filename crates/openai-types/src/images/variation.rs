//! Variations of an image.

use super::{ResponseFormat, Size};
use crate::{form, wire};

wire! {
    /// A request for variations of an image: the fields of a form, beside the file, which is called `image` and is a
    /// square PNG below 4 MB. DALL-E 2 only.
    #[constructor = without_model]
    pub struct VariationRequest {
        /// The model. Default: `dall-e-2`, and there is no other.
        pub model: Option<String>,
        /// How many images, 1 to 10. Default: 1.
        pub n: Option<u64>,
        /// Width and height: `256x256`, `512x512` or `1024x1024`. Default: `1024x1024`.
        pub size: Option<Size>,
        /// How images are handed over. Default: `url`.
        pub response_format: Option<ResponseFormat>,
        /// A pseudonymous id of the end user.
        pub user: Option<String>,
    }
}

impl VariationRequest {
    /// A request to `model`; the rest is absent.
    #[must_use]
    pub fn new(model: impl Into<String>) -> Self {
        Self::without_model().model(model)
    }

    /// The form's fields by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        form::fields(self)
    }
}
