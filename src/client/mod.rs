//! For Rust front-ends (Leptos, Yew, Dioxus and the like), behind the feature `client`.

mod open_list;
pub mod types;
