#include "curves/readers/readerofformat.h"

#include "curves/readers/caffereader.h"
#include "curves/readers/eventfilereader.h"
#include "curves/readers/jsondocumentreader.h"
#include "curves/readers/jsonlinesreader.h"
#include "curves/readers/mlflowreader.h"
#include "curves/readers/ownlogreader.h"
#include "curves/readers/tablereader.h"

namespace inceptoscope {

namespace fs = std::filesystem;

/// MLflow names a metric by its path below the folder "metrics".
static std::string metricOf(const RunFiles &run, const fs::path &file)
{
    return run.source == file ? file.filename().string()
                              : file.lexically_relative(run.source / "metrics").generic_string();
}

std::unique_ptr<LogReader> makeLogReader(LogFormat format, const RunFiles &run,
                                         const fs::path &file, const RunReader::Options &options)
{
    const Tail tail = options.tail;
    switch (format) {
    case LogFormat::Own:
        return std::make_unique<OwnLogReader>(tail);
    case LogFormat::TensorBoard:
        return std::make_unique<EventFileReader>(tail, options.ahead);
    case LogFormat::JsonLines:
        return std::make_unique<JsonLinesReader>(tail);
    case LogFormat::HuggingFace:
    case LogFormat::Json:
    case LogFormat::TensorBoardJson:
        return std::make_unique<JsonDocumentReader>(tagOfDownload(file.filename().string()));
    case LogFormat::Caffe:
        return std::make_unique<CaffeReader>(tail);
    case LogFormat::MLflow:
        return std::make_unique<MLflowReader>(tail, metricOf(run, file));
    case LogFormat::TensorBoardCsv:
    case LogFormat::Keras:
    case LogFormat::Lightning:
    case LogFormat::Timm:
    case LogFormat::WeightsAndBiases:
    case LogFormat::CaffeCsv:
    case LogFormat::Table:
        break;
    }
    return std::make_unique<TableReader>(tail, format, tagOfDownload(file.filename().string()),
                                         options.ahead);
}

} // namespace inceptoscope
