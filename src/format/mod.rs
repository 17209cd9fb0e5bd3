//! The formats of strings and numbers, each by its standard. The modules read text or UTF-8 bytes,
//! and do not know JSON.

pub mod code_list;
pub mod country;
pub mod document;
pub mod duration;
pub mod email;
pub mod language;
pub mod phone;
pub mod text;
