"""The public implementations whose answers the program's are held against, as they are installed:
torchvision, timm, pretrainedmodels (Cadene's) and facenet_pytorch, each from its own package."""

import math

import torch
from PIL import Image, ImageOps
from torchvision import transforms

HALF = (0.5, 0.5, 0.5)
IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def timm_model(name):
    import timm
    return timm.create_model(name, pretrained=False)


def torchvision_model():
    import torchvision
    return torchvision.models.inception_v3(weights=None, aux_logits=True, transform_input=True, init_weights=False)


def cadene_model(module, name, classes):
    models = __import__("pretrainedmodels.models." + module, fromlist=[name])
    return getattr(models, name)(num_classes=classes)


def facenet_model():
    from facenet_pytorch.models.inception_resnet_v1 import InceptionResnetV1
    return InceptionResnetV1(classify=True, num_classes=8631)


def centre_crop(shorter, size, filter_, mean, std):
    return transforms.Compose([transforms.Resize(shorter, interpolation=filter_), transforms.CenterCrop(size),
                               transforms.ToTensor(), transforms.Normalize(mean, std)])


def timm_pipeline(model):
    from timm.data import create_transform, resolve_data_config
    return create_transform(**resolve_data_config({}, model=model))


def torchvision_pipeline(_):
    import torchvision
    return torchvision.models.Inception_V3_Weights.IMAGENET1K_V1.transforms()


def cadene_pipeline(size, bgr):
    """What pretrainedmodels.utils.TransformImage does with the settings of its Inception networks."""
    def pipeline(_):
        mean, std = ((104, 117, 128), (1, 1, 1)) if bgr else (HALF, HALF)
        return transforms.Compose([
            transforms.Resize(int(math.floor(size / 0.875))), transforms.CenterCrop(size), transforms.ToTensor(),
            transforms.Lambda(lambda x: x[[2, 1, 0]] * 255 if bgr else x), transforms.Normalize(mean, std)])
    return pipeline


def facenet_pipeline(_):
    """facenet_pytorch.fixed_image_standardization; the resize stands for the face that is cut out."""
    to_floats = transforms.Lambda(lambda picture: (transforms.functional.pil_to_tensor(picture).float() - 127.5) / 128.0)
    return transforms.Compose([transforms.Resize(160), transforms.CenterCrop(160), to_floats])


def source(build, pipeline, size, linear_gain, first_divisor=1, stages=(), mean=HALF, std=HALF, bgr=False, unit=True):
    return {"build": build, "pipeline": pipeline, "size": size, "mean": mean, "std": std, "bgr": bgr, "unit": unit,
            "rule": {"linear_gain": linear_gain, "first_divisor": first_divisor}, "stages": stages}


V3_STAGES = ("Conv2d_", "Mixed_")
RESNET_V2_STAGES = ("conv2d_", "maxpool_", "mixed_", "repeat.", "repeat_1.", "repeat_2.", "block8")
SOURCES = {
    "timm-inception_v3": source(lambda: timm_model("inception_v3"), timm_pipeline, 299, 36,
                                stages=(*V3_STAGES, "global_pool")),
    "timm-inception_v3.gluon_in1k": source(lambda: timm_model("inception_v3.gluon_in1k"), timm_pipeline, 299, 36,
                                           stages=(*V3_STAGES, "global_pool"), mean=IMAGENET[0], std=IMAGENET[1]),
    "timm-inception_v4": source(lambda: timm_model("inception_v4"), timm_pipeline, 299, 36,
                                stages=("features.", "global_pool")),
    "timm-inception_resnet_v2": source(lambda: timm_model("inception_resnet_v2"), timm_pipeline, 299, 12,
                                       stages=(*RESNET_V2_STAGES, "global_pool")),
    "torchvision-inception_v3": source(torchvision_model, torchvision_pipeline, 299, 36,
                                       stages=(*V3_STAGES, "maxpool", "avgpool"), mean=IMAGENET[0], std=IMAGENET[1]),
    "cadene-inceptionv4": source(lambda: cadene_model("inceptionv4", "InceptionV4", 1001),
                                 cadene_pipeline(299, False), 299, 36, stages=("features.",)),
    "cadene-inceptionresnetv2": source(lambda: cadene_model("inceptionresnetv2", "InceptionResNetV2", 1001),
                                       cadene_pipeline(299, False), 299, 12,
                                       stages=(*RESNET_V2_STAGES, "avgpool_1a")),
    "cadene-bninception": source(lambda: cadene_model("bninception", "BNInception", 1000), cadene_pipeline(224, True),
                                 224, 20, 64, mean=(104, 117, 128), std=(1, 1, 1), bgr=True, unit=False),
    "facenet-inception_resnet_v1": source(facenet_model, facenet_pipeline, 160, 2.5,
                                          stages=("conv2d_", "maxpool_", "mixed_", "repeat_", "block8", "avgpool_1a",
                                                  "last_bn"),
                                          mean=(127.5,) * 3, std=(128,) * 3, unit=False),
}


def built(name):
    """The network in evaluation mode, with whatever weights it was made with."""
    return SOURCES[name]["build"]().eval()


def opened(path):
    """A photo as the reference pipelines open it, turned as its EXIF says."""
    picture = Image.open(path)
    if picture.format != "TIFF":  # which Pillow turns when it reads the pixels
        picture = ImageOps.exif_transpose(picture)
    return picture.convert("RGB")


def fed(name, pixels):
    """float32 [1, 3, H, W]: what the reference is fed for pixels of its input size (uint8 [3, H, W])."""
    settings = SOURCES[name]
    values = torch.from_numpy(pixels.copy()).float()
    if settings["bgr"]:
        values = values[[2, 1, 0]]
    if settings["unit"]:
        values = values / 255.0
    mean, std = (torch.tensor(settings[key], dtype=torch.float32).view(3, 1, 1) for key in ("mean", "std"))
    return ((values - mean) / std).unsqueeze(0)
