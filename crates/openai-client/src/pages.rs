//! Lists, read page by page.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use openai_core::{Error, ErrorKind, Paged};

use crate::{Client, Reply};

impl Client {
    /// Reads a list to its end, an item at a time.
    ///
    /// A page is asked for when the one before is used up.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # client.create_file(openai_types::files::Form::new("user_data"), openai_core::File::bytes("a.txt", "a")).await?;
    /// use openai_core::files::List;
    ///
    /// let mut files = client.pages(List::new());
    /// # let mut read = 0;
    /// while let Some(file) = files.try_next().await? {
    ///     println!("{}", file.id);
    /// #   read += 1;
    /// }
    /// # assert_eq!(read, 1);
    /// # Ok(()) }) }
    /// ```
    pub fn pages<E: Paged>(&self, first: E) -> Pages<E> {
        Pages {
            client: self.clone(),
            items: VecDeque::new(),
            next: Some(first.clone()),
            request: first,
            turned: HashSet::new(),
            asking: None,
        }
    }
}

/// A list that is read page by page: a [`Stream`] of its items.
///
/// After its end, and after an error, it yields nothing more.
#[must_use = "nothing is asked for unless it is read"]
pub struct Pages<E: Paged> {
    client: Client,
    items: VecDeque<E::Item>,
    /// The request that pages are asked for with.
    request: E,
    /// The request for the next page; `None` after the last.
    next: Option<E>,
    /// What has led to a page so far.
    turned: HashSet<String>,
    asking: Option<Asking<E::Response>>,
}

type Asking<T> = Pin<Box<dyn Future<Output = Result<Reply<T>, Error>> + Send>>;

impl<E: Paged> Pages<E> {
    /// The next item; `None` after the last. Dropping the future loses nothing.
    ///
    /// # Errors
    /// As [`Client::send`]; [`ErrorKind::Decode`] where the server leads back to a page that it has given.
    pub async fn try_next(&mut self) -> Result<Option<E::Item>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<E::Item, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(asking) = &mut self.asking {
                let page = ready!(asking.as_mut().poll(context));
                self.asking = None;
                match page.and_then(|page| self.turn(page)) {
                    Ok(()) => continue,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                }
            }
            let Some(next) = self.next.take() else {
                return Poll::Ready(None);
            };
            let client = self.client.clone();
            self.asking = Some(Box::pin(async move { client.send(next).await }));
        }
    }

    /// Takes a page over, and makes the request for the one after it.
    fn turn(&mut self, reply: Reply<E::Response>) -> Result<(), Error> {
        let head = reply.head().clone();
        let page = E::page(reply.into_inner());
        if let Some(next) = page.next {
            if self.turned.contains(&next) {
                let message = "the list leads from a page back to one that has been read: the rest cannot be read";
                return Err(head.told(Error::new(ErrorKind::Decode, message)));
            }
            self.next = Some(self.request.clone().after(&next));
            self.turned.insert(next);
        }
        self.items = page.items.into();
        Ok(())
    }
}

// Nothing in it is pinned but the request on its way, which has a box of its own.
impl<E: Paged> Unpin for Pages<E> {}

impl<E: Paged> Stream for Pages<E> {
    type Item = Result<E::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Pages")
            .field("items", &self.items.len())
            .field("is_last", &self.next.is_none())
            .finish_non_exhaustive()
    }
}
