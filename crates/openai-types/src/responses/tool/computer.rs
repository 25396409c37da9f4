//! `computer` and `computer_use_preview`: a computer worked by screen, mouse and keyboard.

use crate::wire;

wire! {
    /// Lets the model work a computer. The caller acts on it and sends screenshots back.
    pub struct ComputerTool {}

    /// Lets a preview model work a computer. The caller acts on it and sends screenshots back.
    pub struct ComputerUsePreviewTool {
        /// The kind of computer.
        pub environment: ComputerEnvironment,
        /// Width of the screen, in pixels.
        pub display_width: u64,
        /// Height of the screen, in pixels.
        pub display_height: u64,
    }

    /// A kind of computer.
    pub enum ComputerEnvironment {
        /// Windows.
        "windows" => Windows,
        /// macOS.
        "mac" => Mac,
        /// Linux.
        "linux" => Linux,
        /// Ubuntu.
        "ubuntu" => Ubuntu,
        /// A web browser.
        "browser" => Browser,
    }
}
