//! What every kind of stored object has: a list that comes page by page, and a receipt when one is deleted.

use crate::wire;

wire! {
    /// One page of a list of objects.
    ///
    /// Lists that are never cut, such as that of models, have only `object` and `data`; so do all of Azure's dated
    /// api-versions up to 2023-10-01-preview.
    pub struct List<T> {
        /// `list`.
        pub object: Option<String>,
        /// The objects of this page. Empty where a service sends null or leaves them out.
        #[or_default]
        pub data: Vec<T>,
        /// The id of the page's first object.
        pub first_id: Option<String>,
        /// The id of the page's last object: `after` of the request for the next page.
        pub last_id: Option<String>,
        /// Whether there is a next page.
        pub has_more: Option<bool>,
    }

    /// In which order a list comes, by when the objects were made.
    pub enum Order {
        /// The oldest first.
        "asc" => Ascending,
        /// The newest first.
        "desc" => Descending,
    }

    /// The receipt for a deleted object. Azure's dated api-versions answer with an empty body instead.
    pub struct Deleted {
        /// The id of the object that was to be deleted.
        pub id: String,
        /// What kind of object it was, such as `file` or `model`.
        pub object: Option<String>,
        /// Whether it is gone.
        pub deleted: bool,
    }
}

impl<T> List<T> {
    /// What to ask the next page with as `after`; nothing on the last page.
    ///
    /// ```
    /// let page = r#"{"object":"list","data":[{"id":"file-1"},{"id":"file-2"}],"last_id":"file-2","has_more":true}"#;
    /// let page: openai_types::files::List = openai_types::decode_str(page)?;
    /// assert_eq!(page.next(), Some("file-2"));
    /// # Ok::<(), openai_types::DecodeError>(())
    /// ```
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.last_id.as_deref().filter(|_| self.has_more == Some(true))
    }
}
