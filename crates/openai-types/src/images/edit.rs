//! Images changed as a text says.

use super::{Background, Moderation, OutputFormat, Quality, ResponseFormat, Size};
use crate::{Address, form, wire};

wire! {
    /// A request to change images as a text says.
    ///
    /// Two ways lead to the service. As a form, files travel beside these fields: the images as `image[]` (`image` for
    /// a single one), the mask as `mask`, each below 50 MB (DALL-E 2: one square PNG below 4 MB). As JSON, for GPT
    /// image models only, `images` and `mask` refer to them.
    #[constructor = without_model]
    pub struct EditRequest {
        /// The model. Default at OpenAI: `gpt-image-1.5`. Absent where an Azure deployment's address already tells.
        pub model: Option<String>,
        /// What to change. Up to 32000 characters for GPT image models, 1000 for DALL-E 2.
        pub prompt: String,
        /// JSON only: the images, 1 to 16.
        pub images: Option<Vec<ImageRef>>,
        /// JSON only: an image whose transparent parts mark where the first image is changed.
        pub mask: Option<ImageRef>,
        /// How many images, 1 to 10. Default: 1.
        pub n: Option<u64>,
        /// Width and height. Default: `auto` as JSON, `1024x1024` as a form.
        pub size: Option<Size>,
        /// How much work goes into the image. Default: `auto`.
        pub quality: Option<Quality>,
        /// How closely the images' style and features are kept. Default: `low`. Not `gpt-image-1-mini`.
        pub input_fidelity: Option<InputFidelity>,
        /// DALL-E 2, form only: how images are handed over. Default: `url`.
        pub response_format: Option<ResponseFormat>,
        /// GPT image models: what is behind the motif. Default: `auto`.
        pub background: Option<Background>,
        /// GPT image models, JSON only: how strictly images are moderated. Default: `auto`.
        pub moderation: Option<Moderation>,
        /// GPT image models: the file format. Default: `png`.
        pub output_format: Option<OutputFormat>,
        /// GPT image models: quality of JPEG and WebP in percent, 0 to 100. Default: 100.
        pub output_compression: Option<u64>,
        /// GPT image models: whether the answer comes as a stream. Default: false.
        pub stream: Option<bool>,
        /// How many unfinished images a stream shows first, 0 to 3. Default: 0.
        pub partial_images: Option<u64>,
        /// A pseudonymous id of the end user.
        pub user: Option<String>,
    }

    /// An image by address or by file id: one of the two.
    pub struct ImageRef {
        /// Its address, or the image itself as a `data:` address; up to 20 MB of text.
        pub image_url: Option<Address>,
        /// The id of an uploaded file.
        pub file_id: Option<String>,
    }

    /// How closely an image's style and features, faces above all, are kept.
    pub enum InputFidelity {
        /// Closely.
        "high" => High,
        /// Loosely.
        "low" => Low,
    }
}

impl EditRequest {
    /// A request to `model` to change images as `prompt` says; the rest is absent.
    ///
    /// ```
    /// use openai_types::images::{EditRequest, ImageRef};
    ///
    /// let request = EditRequest::new("gpt-image-1", "Put the chair on a beach.").images([ImageRef::file("file-abc")]);
    /// assert_eq!(request.images.map_or(0, |images| images.len()), 1);
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, prompt: impl Into<String>) -> Self {
        Self::without_model(prompt).model(model)
    }

    /// The form's fields by name. `images`, `mask` and `moderation` are for JSON: a form has files in place of the first
    /// two, and none of the third.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        form::fields(self)
    }
}

impl ImageRef {
    /// The image at an address, or in a `data:` address.
    #[must_use]
    pub fn url(url: impl Into<Address>) -> Self {
        Self::new().image_url(url)
    }

    /// An uploaded file.
    #[must_use]
    pub fn file(id: impl Into<String>) -> Self {
        Self::new().file_id(id)
    }
}
