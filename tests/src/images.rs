//! What images must do on every wire that has them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openai_core::images::Edit;
use openai_core::{Error, File, Operation};
use openai_types::images::{
    EditEvent, EditRequest, GenerationEvent, GenerationRequest, Image, ResponseFormat, Size, VariationRequest,
};

use crate::chat::refused_value;
use crate::{Cell, Check, Outcome, Wire, checks, png_size, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "image" [whole(GENERATIONS)] generation;
    "image, streamed" [streamed(GENERATIONS)] generation_stream;
    "image by its address" [whole(GENERATIONS)] address;
    "bad value for an image" [whole(GENERATIONS)] bad_value;
    "edited image" [whole(EDITS)] edit;
    "edited image, streamed" [streamed(EDITS)] edit_stream;
    "image without text" [whole(EDITS)] no_prompt;
    "varied image" [whole(Operation::IMAGES_VARIATIONS)] variation;
};

const GENERATIONS: Operation = Operation::IMAGES_GENERATIONS;
const EDITS: Operation = Operation::IMAGES_EDITS;

/// GPT image models always answer with the file, DALL-E where it is asked to; their sizes differ.
fn is_gpt(model: &str) -> bool {
    model.contains("gpt-image")
}

fn quince(wire: &Wire, cell: Cell) -> GenerationRequest {
    GenerationRequest::new(wire.model(cell), "A quince on a window sill")
}

fn file(image: &Image) -> Vec<u8> {
    decoded(image.b64_json.as_deref().unwrap_or_default())
}

fn decoded(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).unwrap_or_default()
}

/// Whether there is one image, of this size.
fn one(images: &[Image], size: (u32, u32)) -> Outcome {
    let sizes: Vec<_> = images.iter().map(|image| png_size(&file(image))).collect();
    Outcome::that(sizes == [Some(size)], format!("{sizes:?} instead of {size:?}"))
}

async fn generation(wire: &Wire) -> Result<Outcome, Error> {
    let request = quince(wire, whole(GENERATIONS)).n(1_u64);
    if is_gpt(&wire.model(whole(GENERATIONS))) {
        let reply = wire.client().generate_images(request.size(Size::Wide1536)).await?;
        return Ok(one(reply.images(), (1536, 1024)));
    }
    let request = request.size(Size::Tall1792).response_format(ResponseFormat::B64Json);
    let reply = wire.client().generate_images(request).await?;
    Ok(one(reply.images(), (1024, 1792)))
}

async fn address(wire: &Wire) -> Result<Outcome, Error> {
    if is_gpt(&wire.model(whole(GENERATIONS))) {
        return Ok(Outcome::Skipped("the model does not answer with addresses".to_owned()));
    }
    let reply = wire.client().generate_images(quince(wire, whole(GENERATIONS))).await?;
    let url = reply.images().first().and_then(|image| image.url.clone());
    let is_address = url.is_some_and(|url| url.as_str().starts_with("http"));
    Ok(Outcome::that(is_address, format!("{:?}", reply.value)))
}

async fn generation_stream(wire: &Wire) -> Result<Outcome, Error> {
    let request = || {
        quince(wire, streamed(GENERATIONS))
            .size(Size::Square1024)
            .partial_images(2_u64)
    };
    let mut stream = wire.client().generate_images_stream(request()).await?;
    let mut sizes = Vec::new();
    while let Some(event) = stream.try_next().await? {
        let (is_last, file) = match event {
            GenerationEvent::Partial(image) => (false, image.b64_json),
            GenerationEvent::Completed(image) => (true, image.b64_json),
            other => return Ok(Outcome::Failed(format!("{other:?}"))),
        };
        sizes.push((is_last, png_size(&decoded(&file))));
    }
    let size = Some((1024, 1024));
    if sizes != [(false, size), (false, size), (true, size)] {
        return Ok(Outcome::Failed(format!("{sizes:?}")));
    }
    let collected = wire.client().generate_images_stream(request()).await?.collect().await?;
    Ok(one(collected.images(), (1024, 1024)))
}

async fn bad_value(wire: &Wire) -> Outcome {
    let request = quince(wire, whole(GENERATIONS)).n(100_u64);
    refused_value(wire.client().generate_images(request).await, "n")
}

/// An image to send: one that the service has drawn.
async fn picture(wire: &Wire) -> Result<File, Error> {
    let request = quince(wire, whole(GENERATIONS)).size(Size::Square1024);
    let request = match is_gpt(&wire.model(whole(GENERATIONS))) {
        true => request,
        false => request.response_format(ResponseFormat::B64Json),
    };
    let reply = wire.client().generate_images(request).await?;
    let bytes = reply.images().first().map(file).unwrap_or_default();
    Ok(File::bytes("quince.png", bytes).media_type("image/png"))
}

fn riper(wire: &Wire, cell: Cell, pictures: Vec<File>) -> Edit {
    let request = EditRequest::new(wire.model(cell), "Make it riper").size(Size::Tall1536);
    Edit::new(request, pictures)
}

async fn edit(wire: &Wire) -> Result<Outcome, Error> {
    let picture = picture(wire).await?;
    let edit = riper(wire, whole(EDITS), vec![picture.clone(), picture.clone()]).mask(picture);
    let reply = wire.client().edit_images(edit).await?;
    Ok(one(reply.images(), (1024, 1536)))
}

async fn edit_stream(wire: &Wire) -> Result<Outcome, Error> {
    let picture = picture(wire).await?;
    let edit = || riper(wire, streamed(EDITS), vec![picture.clone()]);
    let mut stream = wire.client().edit_images_stream(edit()).await?;
    let mut finished = 0;
    while let Some(event) = stream.try_next().await? {
        finished += usize::from(matches!(event, EditEvent::Completed(_)));
    }
    let collected = wire.client().edit_images_stream(edit()).await?.collect().await?;
    Ok(match finished {
        1 => one(collected.images(), (1024, 1536)),
        other => Outcome::Failed(format!("{other} images are done")),
    })
}

async fn no_prompt(wire: &Wire) -> Result<Outcome, Error> {
    let edit = Edit::new(EditRequest::new(wire.model(whole(EDITS)), ""), [picture(wire).await?]);
    Ok(match wire.client().edit_images(edit).await {
        Err(error) => Outcome::that(
            error.kind() == openai_core::ErrorKind::Invalid && error.attempts() == 0,
            error.to_string(),
        ),
        Ok(reply) => Outcome::Failed(format!("an empty prompt was sent: {:?}", reply.value)),
    })
}

async fn variation(wire: &Wire) -> Result<Outcome, Error> {
    let request = VariationRequest::new(wire.model(whole(Operation::IMAGES_VARIATIONS)))
        .size(Size::Square512)
        .response_format(ResponseFormat::B64Json)
        .n(2_u64);
    let reply = wire.client().vary_image(request, picture(wire).await?).await?;
    let sizes: Vec<_> = reply.images().iter().map(|image| png_size(&file(image))).collect();
    Ok(Outcome::that(sizes == [Some((512, 512)); 2], format!("{sizes:?}")))
}
