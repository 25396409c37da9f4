//! What the model wants done at a screen, and what the screen shows then.

use super::ItemStatus;
use crate::{Address, wire};

wire! {
    /// Actions at a screen that the model wants taken.
    pub struct ComputerCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id, to answer it by.
        pub call_id: String,
        /// The action, from the tool `computer_use_preview`.
        pub action: Option<ComputerAction>,
        /// The actions in order, from the tool `computer`. OpenAI.
        pub actions: Option<Vec<ComputerAction>>,
        /// What to put before a person first; the answer says that it was acknowledged.
        pub pending_safety_checks: Option<Vec<SafetyCheck>>,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
    }

    /// A doubt about an action.
    pub struct SafetyCheck {
        /// The check's id.
        pub id: String,
        /// What sort of doubt.
        pub code: Option<String>,
        /// The doubt in words.
        pub message: Option<String>,
    }

    /// What the screen shows after the actions.
    pub struct ComputerCallOutput {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The call that this answers. Up to 64 characters.
        pub call_id: String,
        /// The screen.
        pub output: ComputerOutput,
        /// The checks that a person has acknowledged.
        pub acknowledged_safety_checks: Option<Vec<SafetyCheck>>,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// Who made the item. Only in lists of a response's input.
        pub created_by: Option<String>,
    }

    /// The screen.
    pub union ComputerOutput by "type" {
        /// A picture of it.
        "computer_screenshot" => Screenshot(ComputerScreenshot),
    }

    /// A picture of the screen: give either `image_url` or `file_id`.
    pub struct ComputerScreenshot {
        /// An `https:` address or a `data:` URI with the image in base64.
        pub image_url: Option<Address>,
        /// The id of an uploaded file.
        pub file_id: Option<String>,
    }

    /// One action at a screen. Places are pixels from the upper left corner.
    pub union ComputerAction by "type" {
        /// A click.
        "click" => Click(Click),
        /// A double click.
        "double_click" => DoubleClick(DoubleClick),
        /// A drag along a path.
        "drag" => Drag(Drag),
        /// Keys pressed together.
        "keypress" => Keypress(Keypress),
        /// A move of the mouse.
        "move" => Move(Move),
        /// A picture of the screen, and nothing else.
        "screenshot" => Screenshot(TakeScreenshot),
        /// A turn of the wheel.
        "scroll" => Scroll(Scroll),
        /// Text typed in.
        "type" => Type(TypeText),
        /// A pause.
        "wait" => Wait(Wait),
    }

    /// A click.
    pub struct Click {
        /// The button.
        pub button: MouseButton,
        /// Pixels from the left.
        pub x: i64,
        /// Pixels from the top.
        pub y: i64,
        /// Keys held down meanwhile.
        pub keys: Option<Vec<String>>,
    }

    /// A button of the mouse.
    pub enum MouseButton {
        /// The left one.
        "left" => Left,
        /// The right one.
        "right" => Right,
        /// The wheel.
        "wheel" => Wheel,
        /// The one that goes back.
        "back" => Back,
        /// The one that goes forward.
        "forward" => Forward,
    }

    /// A double click.
    pub struct DoubleClick {
        /// Pixels from the left.
        pub x: i64,
        /// Pixels from the top.
        pub y: i64,
        /// Keys held down meanwhile.
        pub keys: Option<Vec<String>>,
    }

    /// A drag along a path.
    pub struct Drag {
        /// The places that the mouse passes, from where the button goes down to where it comes up.
        pub path: Vec<Coordinate>,
        /// Keys held down meanwhile.
        pub keys: Option<Vec<String>>,
    }

    /// A place on the screen.
    pub struct Coordinate {
        /// Pixels from the left.
        pub x: i64,
        /// Pixels from the top.
        pub y: i64,
    }

    /// Keys pressed together.
    pub struct Keypress {
        /// The keys, such as `CTRL` and `C`.
        pub keys: Vec<String>,
    }

    /// A move of the mouse.
    pub struct Move {
        /// Pixels from the left.
        pub x: i64,
        /// Pixels from the top.
        pub y: i64,
        /// Keys held down meanwhile.
        pub keys: Option<Vec<String>>,
    }

    /// A picture of the screen, and nothing else.
    pub struct TakeScreenshot {}

    /// A turn of the wheel.
    pub struct Scroll {
        /// Where the mouse is: pixels from the left.
        pub x: i64,
        /// Where the mouse is: pixels from the top.
        pub y: i64,
        /// How far to the right, in pixels; to the left where negative.
        pub scroll_x: i64,
        /// How far down, in pixels; up where negative.
        pub scroll_y: i64,
        /// Keys held down meanwhile.
        pub keys: Option<Vec<String>>,
    }

    /// Text typed in.
    pub struct TypeText {
        /// The text.
        pub text: String,
    }

    /// A pause.
    pub struct Wait {}
}
