//! A repair of requests that newer versions take and older ones do not.

use openai_core::{Error, Members, Notice, NoticeKind, Operation, Policy};

use crate::{ApiVersion, profile};

/// Name of the fix that takes `strict` out of tools in versions that do not have it.
///
/// It came with 2024-08-01-preview and the stable 2024-10-21. Without it the model is not held to a tool's schema, and
/// arguments may not fit: typed tools answer such a call with an error that the model reads. Turn the fix off with
/// [`Policy::without_fix`]: then such a tool is refused.
pub const STRIP_STRICT: &str = "strip-strict";

/// Applies the fix where the version needs it and the policy allows it, and tells of it.
pub(crate) fn apply(
    version: ApiVersion,
    operation: Operation,
    body: &mut Members<'_>,
    policy: &Policy,
) -> Result<Option<Notice>, Error> {
    if operation != Operation::CHAT || profile::has_strict(version) || !policy.fixes(STRIP_STRICT) {
        return Ok(None);
    }
    let places = body.edit_each("tools", strip_strict)?;
    if places.is_empty() {
        return Ok(None);
    }
    let places: Vec<String> = places.iter().map(|index| format!("`tools[{index}]`")).collect();
    let message = format!(
        "in {} `strict` is left out: it came with 2024-08-01-preview and the stable 2024-10-21, so that the arguments of a \
         call may not fit the tool's schema (fix `{STRIP_STRICT}`)",
        places.join(", ")
    );
    Ok(Some(Notice::new(NoticeKind::Fixed, "tools", message)))
}

fn strip_strict(tool: &mut Members<'_>) -> Result<(), Error> {
    tool.edit("function", |function| {
        function.remove("strict");
        Ok(())
    })?;
    Ok(())
}
