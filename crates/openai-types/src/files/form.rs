//! How a file gets to the service.

use super::Purpose;
use crate::{Secret, wire};

wire! {
    /// The fields of the form that uploads a file; its bytes stand beside them as the part `file`.
    ///
    /// OpenAI takes up to 512 MB.
    pub struct Form {
        /// What the file is for. Azure takes `assistants`, `batch`, `fine-tune` and `evals`.
        pub purpose: Purpose,
        /// When the file is deleted on its own. Default: files for batches after 30 days, others never.
        ///
        /// Azure's v1 specification requires it, its guides do without.
        pub expires_after: Option<ExpiresAfter>,
    }

    /// When a file is deleted on its own.
    pub struct ExpiresAfter {
        /// From when on time counts.
        pub anchor: Anchor,
        /// How long the file stays, in seconds: 3600 (an hour) to 2592000 (30 days); on Azure from 1209600 (14 days).
        pub seconds: u64,
    }

    /// From when on the life of a file counts.
    pub enum Anchor {
        /// From when the file was made; for the files of a batch that is not when the batch was.
        "created_at" => CreatedAt,
    }

    /// A request that the service fetch a file from an address, to `POST …/files/import`. Azure, dated api-versions.
    pub struct Import {
        /// What the file is for.
        pub purpose: Purpose,
        /// The file's name.
        pub filename: String,
        /// Where the service finds it with a plain GET. Secret, for it often holds a signature (SAS).
        pub content_url: Secret,
    }
}

impl Form {
    /// The fields by name, as OpenAI spells them: a member of `expires_after` in brackets.
    ///
    /// Azure's guides write a dot, as in `expires_after.seconds`.
    ///
    /// ```
    /// use openai_types::files::{ExpiresAfter, Form, Purpose};
    ///
    /// let form = Form::new(Purpose::Batch).expires_after(ExpiresAfter::days(14));
    /// let fields: Vec<_> = form.fields().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    /// assert_eq!(fields, ["expires_after[anchor]=created_at", "expires_after[seconds]=1209600", "purpose=batch"]);
    /// ```
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        crate::form::fields(self)
    }
}

impl ExpiresAfter {
    /// So many days after the file was made.
    #[must_use]
    pub fn days(days: u8) -> Self {
        Self::new(Anchor::CreatedAt, u64::from(days) * 24 * 60 * 60)
    }
}
