//! The few words of an HTML or XML page that stands where an error object was to be expected.

/// How much of a page is looked at, in bytes: what matters stands at the top.
const LOOKED_AT: usize = 64 * 1024;

/// The title of a page, or its text where it has no title; `None` where `text` is no page.
pub(super) fn text(text: &str) -> Option<String> {
    if !text.starts_with('<') {
        return None;
    }
    let end = (0..=LOOKED_AT.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or_default();
    let page = text.get(..end).unwrap_or_default();
    let title = element(page, "title").map(strip).filter(|title| !title.is_empty());
    Some(title.unwrap_or_else(|| strip(page)))
}

/// What stands inside the first element of this name.
fn element<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = split_at_tag(page, &format!("<{name}"))?;
    let (_, inside) = rest.split_once('>')?;
    split_at_tag(inside, &format!("</{name}")).map(|(inside, _)| inside)
}

/// Splits at an ASCII tag in any case, which goes to neither side.
fn split_at_tag<'a>(page: &'a str, tag: &str) -> Option<(&'a str, &'a str)> {
    let at = page
        .as_bytes()
        .windows(tag.len())
        .position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))?;
    Some((page.get(..at)?, page.get(at + tag.len()..)?))
}

/// The text without tags, scripts and styles, with single spaces.
fn strip(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        out.push(' ');
        let hidden = ["script", "style"].into_iter().find(|name| {
            tag.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        });
        // Without its end a script hides the rest of the page.
        let tag = match hidden {
            Some(name) => split_at_tag(tag, &format!("</{name}")).map_or("", |(_, after)| after),
            None => tag,
        };
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let out = out
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let out = out.replace("&#39;", "'").replace("&apos;", "'").replace("&amp;", "&");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
