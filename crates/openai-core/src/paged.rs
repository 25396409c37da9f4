//! Lists that come page by page.

use openai_types::list;

use crate::{Endpoint, batches, files, responses};

/// A request for one page of a list, from which the request for the next one can be made.
pub trait Paged: Endpoint<Response = list::List<Self::Item>> + Clone + Send + 'static {
    /// What the list is of.
    type Item: Send + 'static;

    /// The request for the page after the item with this id.
    #[must_use]
    fn after(self, id: &str) -> Self;

    /// The id of an item: what the next page begins after where the page itself does not say.
    fn id(item: &Self::Item) -> Option<&str>;
}

impl Paged for files::List {
    type Item = openai_types::files::File;

    fn id(file: &Self::Item) -> Option<&str> {
        Some(&file.id)
    }

    fn after(mut self, id: &str) -> Self {
        self.query = Some(self.query.unwrap_or_else(openai_types::files::ListQuery::new).after(id));
        self
    }
}

impl Paged for batches::List {
    type Item = openai_types::batches::Batch;

    fn id(batch: &Self::Item) -> Option<&str> {
        Some(&batch.id)
    }

    fn after(mut self, id: &str) -> Self {
        self.query = Some(
            self.query
                .unwrap_or_else(openai_types::batches::ListQuery::new)
                .after(id),
        );
        self
    }
}

impl Paged for responses::InputItems {
    type Item = openai_types::responses::Item;

    fn id(item: &Self::Item) -> Option<&str> {
        item.id()
    }

    fn after(mut self, id: &str) -> Self {
        self.query = self.query.after(id);
        self
    }
}
