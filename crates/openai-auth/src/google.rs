//! Google's credentials, over Google's own crate (feature `google`).

mod adc;
mod failure;
mod key;
mod place;
mod vendor;

pub use adc::Adc;
