//! Files: the objects, and how they are uploaded and listed.
//!
//! A file goes to `POST …/files` as a form: the fields of [`Form`], and the bytes as the part `file`. `GET …/files` is
//! asked with a [`ListQuery`] and answers a [`List`]; `GET …/files/{file_id}` answers a [`File`], `DELETE` the receipt
//! [`Deleted`], and `…/content` the bytes.

mod file;
mod form;
mod query;

pub use crate::list::Deleted;
pub use file::{File, FileError, FileErrorCode, InnerError, InnerErrorCode, Purpose, Statistics, Status};
pub use form::{Anchor, ExpiresAfter, Form, Import};
pub use query::ListQuery;

/// One page of a list of files.
pub type List = crate::list::List<File>;
