//! Models: what `GET …/models`, `GET …/models/{model}` and `DELETE …/models/{model}` answer.

use crate::wire;

/// The models that a caller can use. It is never cut into pages.
pub type List = crate::list::List<Model>;

pub use crate::list::Deleted;

wire! {
    /// A model: one of the service's own, or the result of fine-tuning.
    ///
    /// OpenAI and Azure v1 describe it by `created` and `owned_by`, Azure's dated api-versions by everything below them.
    pub struct Model {
        /// The name that requests call it by.
        pub id: String,
        /// `model`.
        pub object: Option<String>,
        /// When it was made, in seconds since 1970.
        pub created: Option<u64>,
        /// The organisation that it belongs to.
        pub owned_by: Option<String>,
        /// The day on which it is switched off, as `YYYY-MM-DD`; absent until one is announced. OpenAI.
        pub shutdown_date: Option<String>,
        /// Azure, dated: when it was made, in seconds since 1970.
        pub created_at: Option<u64>,
        /// Azure, dated: when it was last changed, in seconds since 1970.
        pub updated_at: Option<u64>,
        /// Azure, dated: how far the fine-tuning that makes it has come; `succeeded` for the service's own.
        pub status: Option<Status>,
        /// Azure, dated: the model that was fine-tuned. Absent for the service's own.
        pub model: Option<String>,
        /// Azure, dated: the id of the fine-tuning job. Absent for the service's own.
        pub fine_tune: Option<String>,
        /// Azure, dated: what it can be used for.
        pub capabilities: Option<Capabilities>,
        /// Azure, dated: how mature it is.
        pub lifecycle_status: Option<LifecycleStatus>,
        /// Azure, dated: until when it can be used.
        pub deprecation: Option<Deprecation>,
    }

    /// How far the job behind a model has come. Azure.
    pub enum Status {
        /// Made, not queued yet. From 2023-10-01-preview.
        "created" => Created,
        /// Queued. From 2023-10-01-preview.
        "pending" => Pending,
        /// Queued, as 2023-06-01-preview calls it.
        "notRunning" => NotRunning,
        /// At work.
        "running" => Running,
        /// Done: the model can be used.
        "succeeded" => Succeeded,
        /// Given up at the caller's wish.
        "cancelled" => Cancelled,
        /// The same, as 2023-06-01-preview spells it.
        "canceled" => Canceled,
        /// Failed.
        "failed" => Failed,
        /// Deleted, though other objects may still name it. 2023-06-01-preview.
        "deleted" => Deleted,
    }

    /// What a model can be used for. Azure.
    pub struct Capabilities {
        /// It can be fine-tuned.
        pub fine_tune: Option<bool>,
        /// It can be deployed.
        pub inference: Option<bool>,
        /// It answers completions.
        pub completion: Option<bool>,
        /// It answers chat completions.
        pub chat_completion: Option<bool>,
        /// It makes embeddings.
        pub embeddings: Option<bool>,
    }

    /// How mature a model is. Azure.
    pub enum LifecycleStatus {
        /// In preview, under the terms of previews.
        "preview" => Preview,
        /// Released.
        "generally-available" => GenerallyAvailable,
    }

    /// Until when a model can be used. Azure.
    pub struct Deprecation {
        /// The end of fine-tuning, in seconds since 1970. Absent for fine-tuned models.
        pub fine_tune: Option<u64>,
        /// The end of deployments, in seconds since 1970.
        pub inference: Option<u64>,
    }
}
