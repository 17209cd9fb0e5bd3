//! The shapes that strings and numbers of the contract have, each by its standard. Every module
//! takes text or UTF-8 bytes and knows nothing of JSON.

pub mod code_list;
pub mod country;
pub mod document;
pub mod duration;
pub mod email;
pub mod language;
pub mod phone;
pub mod text;
