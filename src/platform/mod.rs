//! What depends on where the core runs: natively, or as WebAssembly beside a JavaScript engine.
//!
//! The tables of Unicode for combining marks and composed texts are larger than the rest of this
//! crate. Every JavaScript engine has them, so the WebAssembly module asks the engine. Natively
//! another crate has them.

#[cfg(target_arch = "wasm32")]
mod javascript;
#[cfg(target_arch = "wasm32")]
use javascript as host;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
use native as host;

/// What a host knows of Unicode.
#[derive(Clone, Copy, Debug)]
pub struct Unicode {
    /// Whether a character is a combining mark (general category M).
    pub is_mark: fn(char) -> bool,
    /// Whether a text is in the composed form, NFC (UAX #15).
    pub is_nfc: fn(&str) -> bool,
}

impl Unicode {
    /// What this host knows.
    pub const HOST: Self = Self { is_mark: host::is_mark, is_nfc: host::is_nfc };
}

impl Default for Unicode {
    fn default() -> Self {
        Self::HOST
    }
}

/// What only people read of the contract: nothing in the WebAssembly module.
pub type Prose<T = &'static str> = host::Prose<T>;

/// Keeps prose for programs that read it and drops it from the WebAssembly module.
pub(crate) const fn prose<T: Copy>(value: T) -> Prose<T> {
    host::prose(value)
}
