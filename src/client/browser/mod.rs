//! The client itself, which needs a browser: its settings, its operations, and how a call is sent.

mod call;
mod operations;
mod send;
mod settings;
mod time;

pub use operations::{ChainDone, ChainRead, CreatedChain, Device};
pub use settings::Client;
