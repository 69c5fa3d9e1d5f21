#include "curves/runlog.h"

#include "checkpoint/printable.h"

#include <fmt/format.h>

namespace inceptoscope {

std::string_view formatName(LogFormat format)
{
    switch (format) {
    case LogFormat::Own:
        return "inceptoscope";
    case LogFormat::TensorBoard:
        return "tensorboard";
    case LogFormat::TensorBoardCsv:
        return "tensorboard_csv";
    case LogFormat::TensorBoardJson:
        return "tensorboard_json";
    case LogFormat::Keras:
        return "keras";
    case LogFormat::Lightning:
        return "lightning";
    case LogFormat::Timm:
        return "timm";
    case LogFormat::HuggingFace:
        return "huggingface";
    case LogFormat::JsonLines:
        return "json_lines";
    case LogFormat::Json:
        return "json";
    case LogFormat::WeightsAndBiases:
        return "wandb";
    case LogFormat::Caffe:
        return "caffe";
    case LogFormat::CaffeCsv:
        return "caffe_csv";
    case LogFormat::MLflow:
        return "mlflow";
    case LogFormat::Table:
        return "csv";
    }
    return "";
}

std::string LogProblem::sentence() const
{
    return fmt::format("{}: {}", printable(source.string()), reason);
}

} // namespace inceptoscope
