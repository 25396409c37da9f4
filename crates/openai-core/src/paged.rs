//! Lists that come page by page.

use openai_types::list;

use crate::{Endpoint, batches, files, responses};

/// A request for one page of a list, from which the request for the next one can be made.
pub trait Paged: Endpoint<Response: Send> + Clone + Send + 'static {
    /// What the list is of.
    type Item: Send + 'static;

    /// The request for the page that [`Page::next`] of the one before leads to.
    #[must_use]
    fn after(self, next: &str) -> Self;

    /// What a page holds, and what leads to the next one.
    fn page(response: Self::Response) -> Page<Self::Item>;
}

/// A page of a list, however its service spells one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// What leads to the next page, such as the id of the last item or an address; nothing on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page of these items.
    #[must_use]
    pub fn new(items: Vec<T>, next: Option<String>) -> Self {
        Self { items, next }
    }

    /// A page as OpenAI spells it. `id` tells an item's id, for a page that does not name its last item.
    #[must_use]
    pub fn listed(list: list::List<T>, id: impl Fn(&T) -> Option<&str>) -> Self {
        let more = list.has_more == Some(true);
        let last = || list.data.last().and_then(id).filter(|_| more);
        let next = list.next().or_else(last).map(str::to_owned);
        Self::new(list.data, next)
    }
}

impl Paged for files::List {
    type Item = openai_types::files::File;

    fn page(list: Self::Response) -> Page<Self::Item> {
        Page::listed(list, |file| Some(&file.id))
    }

    fn after(mut self, id: &str) -> Self {
        self.query = Some(self.query.unwrap_or_else(openai_types::files::ListQuery::new).after(id));
        self
    }
}

impl Paged for batches::List {
    type Item = openai_types::batches::Batch;

    fn page(list: Self::Response) -> Page<Self::Item> {
        Page::listed(list, |batch| Some(&batch.id))
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

    fn page(list: Self::Response) -> Page<Self::Item> {
        Page::listed(list, |item| item.id())
    }

    fn after(mut self, id: &str) -> Self {
        self.query = self.query.after(id);
        self
    }
}
