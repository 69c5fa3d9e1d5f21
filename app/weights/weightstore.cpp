#include "weights/weightstore.h"

#include "checkpoint/fileformat.h"
#include "checkpoint/printable.h"
#include "checkpoint/sidecar.h"
#include "checkpoint/weightsfile.h"
#include "weights/hashedcopy.h"

#include <QStandardPaths>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;

std::string suffixOf(const fs::path &path)
{
    std::string suffix = path.extension().string();
    std::ranges::transform(suffix, suffix.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return hasWeightSuffix(suffix) ? suffix : std::string();
}

/// What a file is, its contents tell; the suffix only has to be one of those looked for.
std::string installedName(const std::string &id, const fs::path &file)
{
    const std::string suffix = suffixOf(file);
    return id + (suffix.empty() ? std::string(weightSuffixes().front()) : suffix);
}

InstalledWeights installedAs(const fs::path &file)
{
    InstalledWeights weights;
    weights.id = modelIdFor(file.stem().string());
    weights.title = weights.id;
    weights.file = file;
    std::error_code ignored;
    const auto bytes = fs::file_size(file, ignored);
    weights.bytes = ignored ? 0 : static_cast<std::int64_t>(bytes);
    weights.sha256 = recordedHash(file).value_or("");
    const auto recognised = readTensorFile(file).and_then(
        [](const TensorFile &tensors) { return recogniseWeights(tensors); });
    if (recognised) {
        weights.id = recognised->description.id;
        weights.title = recognised->description.title;
        weights.network = recognised->description.network;
    } else {
        weights.problem = recognised.error().message;
    }
    const auto sidecar = readSidecar(file);
    if (!sidecar) {
        weights.problem = sidecar.error().message;
        return weights;
    }
    weights.id = sidecar->id.value_or(weights.id);
    weights.title = sidecar->title.value_or(weights.title);
    weights.source = sidecar->source.value_or("");
    weights.licence = sidecar->licence.value_or("");
    return weights;
}

Expected<void> makeFolder(const fs::path &folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return failure(
            fmt::format("{} cannot be made: {}", printable(folder.string()), error.message()));
    return {};
}

/// The same weights in a file of another suffix would be there twice.
void removeOthers(const fs::path &kept)
{
    for (const std::string_view suffix : weightSuffixes()) {
        const fs::path other = fs::path(kept).replace_extension(suffix);
        std::error_code ignored;
        if (other != kept)
            fs::remove(other, ignored);
    }
}

/// Of a download that did not end. Whether there were some.
bool removeParts(const fs::path &folder, std::string_view id)
{
    bool found = false;
    if (!isModelId(id))
        return found;
    for (const std::string_view suffix : weightSuffixes()) {
        for (const std::string_view part : {".part", ".part.json"}) {
            std::error_code ignored;
            found |= fs::remove(folder / fmt::format("{}{}{}", id, suffix, part), ignored);
        }
    }
    return found;
}

/// Families as published may be installed under their own id, nothing else may.
Expected<void> checkId(const std::string &id, const NetworkGraph &graph)
{
    if (!isModelId(id))
        return failure(fmt::format("\"{}\" is no id: it takes 1 to 100 letters, digits, _, - and .",
                                   printable(id)));
    const NetworkFamily *family = findNetworkFamily(id);
    if (!family)
        return {};
    const auto published = family->build({});
    if (published && *published == graph)
        return {};
    return failure(fmt::format("the id \"{}\" is that of {} as published; choose another one", id,
                               family->title));
}

/// "model.pth.part cannot be …" is about a file that the person knows by its address.
Error named(Error error, const fs::path &part, const std::string &name)
{
    const std::string path = printable(part.string());
    if (const auto at = error.message.find(path); at != std::string::npos)
        error.message.replace(at, path.size(), printable(name));
    return error;
}

Sidecar sidecarFor(const PublicWeights &weights)
{
    Sidecar sidecar;
    sidecar.id = weights.id;
    sidecar.title = weights.title;
    sidecar.source = weights.url;
    if (!weights.licence.empty())
        sidecar.licence = weights.licence;
    sidecar.imagenetLabels = weights.imagenetLabels;
    return sidecar;
}

Expected<void> install(const PublicWeights &weights, const fs::path &part, const fs::path &place,
                       const std::string &sha256)
{
    auto recognised = readTensorFile(part).and_then([&](TensorFile tensors) {
        tensors.path = place; // what it is called may tell whose it is
        return recogniseWeights(tensors, weights.network);
    });
    if (!recognised)
        return tl::unexpected(
            named(named(recognised.error(), part, weights.url), place, weights.url));
    auto written = writeSidecar(place, sidecarFor(weights)).and_then([&] {
        return recordHash(place, sha256);
    });
    if (!written)
        return written;
    std::error_code error;
    fs::rename(part, place, error);
    if (error)
        return failure(
            fmt::format("{} cannot be written: {}", printable(place.string()), error.message()));
    removeOthers(place);
    return {};
}

/// What lies beside a file that is to be copied, as it is to lie beside the copy.
Expected<Sidecar> copiedSidecar(const fs::path &file, const std::string &id, int classes)
{
    auto sidecar = readSidecar(file);
    if (!sidecar)
        return sidecar;
    sidecar->id = id;
    if (sidecar->labelsOfFolder && !fittingLabels(*sidecar->labels, classes))
        sidecar->labels.reset();
    return sidecar;
}

Expected<void> checkFinite(const TensorFile &file)
{
    for (const auto &[name, tensor] : file.tensors) {
        const std::vector<float> values = toFloat(tensor);
        if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
            return failure(fmt::format("{} is damaged: its tensor \"{}\" has values that are not "
                                       "finite",
                                       printable(file.path.string()), printable(name)));
    }
    return {};
}

} // namespace

fs::path installedWeightsFolder()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return (data + QStringLiteral("/inceptoscope/networks")).toStdString();
}

std::vector<fs::path> weightFilesIn(const fs::path &folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (hasWeightSuffix(entry->path().string()) && entry->is_regular_file(ignored))
            files.push_back(entry->path());
    }
    std::ranges::sort(files);
    return files;
}

WeightStore::WeightStore(fs::path folder)
    : m_folder(std::move(folder))
{
}

std::vector<InstalledWeights> WeightStore::list() const
{
    std::vector<InstalledWeights> list;
    for (const fs::path &file : weightFilesIn(m_folder))
        list.push_back(installedAs(file));
    return list;
}

Expected<InstalledWeights> WeightStore::find(std::string_view id) const
{
    auto all = list();
    const auto found = std::ranges::find(all, id, &InstalledWeights::id);
    if (found == all.end())
        return failure(fmt::format("no weights \"{}\" are installed", printable(id)));
    return std::move(*found);
}

DownloadRequest WeightStore::requestFor(const PublicWeights &weights) const
{
    DownloadRequest request;
    request.url = QUrl(QString::fromStdString(weights.url));
    request.destination = m_folder / installedName(weights.id, weights.fileName);
    request.size = weights.sizeIsApproximate ? 0 : weights.size;
    request.sha256 = weights.sha256;
    request.install = [weights, place = request.destination](const fs::path &part,
                                                             const std::string &sha256) {
        return install(weights, part, place, sha256);
    };
    return request;
}

Expected<InstalledWeights> WeightStore::import(const fs::path &file, const ImportOptions &options,
                                               const std::stop_token &stop) const
{
    const auto recognised = readTensorFile(file).and_then(
        [](const TensorFile &tensors) { return recogniseWeights(tensors); });
    if (!recognised)
        return tl::unexpected(recognised.error());
    const std::string id = options.id.empty() ? recognised->description.id : options.id;
    if (auto checked = checkId(id, recognised->graph); !checked)
        return tl::unexpected(checked.error());
    const auto installed = find(id);
    if (installed && !options.replace)
        return failure(fmt::format("weights \"{}\" are installed already, as {}", id,
                                   printable(installed->file.string())));
    auto sidecar = copiedSidecar(file, id, recognised->graph.classes());
    if (!sidecar)
        return tl::unexpected(sidecar.error());
    const fs::path place = m_folder / installedName(id, file);
    const auto copied =
        makeFolder(m_folder)
            .and_then([&] { return copyHashed(file, place, stop); })
            .and_then([&](const std::string &sha256) { return recordHash(place, sha256); })
            .and_then([&] { return writeSidecar(place, *sidecar); });
    if (!copied)
        return tl::unexpected(copied.error());
    removeOthers(place);
    return installedAs(place);
}

Expected<InstalledWeights> WeightStore::keep(const fs::path &file,
                                             const std::stop_token &stop) const
{
    const auto recognised = readTensorFile(file).and_then(
        [](const TensorFile &tensors) { return recogniseWeights(tensors); });
    if (!recognised)
        return tl::unexpected(recognised.error());
    const auto sha256 = sha256OfFile(file, stop);
    if (!sha256)
        return tl::unexpected(sha256.error());
    ImportOptions options{recognised->description.id};
    for (int number = 2; const auto other = find(options.id); ++number) {
        if (other->sha256 == *sha256)
            return *other;
        options.id = fmt::format("{}_{}", recognised->description.id, number);
    }
    return import(file, options, stop);
}

Expected<void> WeightStore::remove(std::string_view id) const
{
    const bool hadParts = removeParts(m_folder, id);
    const auto weights = find(id);
    if (!weights)
        return hadParts ? Expected<void>() : tl::unexpected(weights.error());
    std::error_code error;
    if (!fs::remove(weights->file, error) && error)
        return failure(fmt::format("{} cannot be removed: {}", printable(weights->file.string()),
                                   error.message()));
    for (const fs::path &path : {sidecarPath(weights->file), hashRecordPath(weights->file)}) {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
    return {};
}

Expected<WeightStore::Checked> WeightStore::check(std::string_view id,
                                                  const std::stop_token &stop) const
{
    const auto weights = find(id);
    if (!weights)
        return tl::unexpected(weights.error());
    const auto sha256 = sha256OfFile(weights->file, stop);
    if (!sha256)
        return tl::unexpected(sha256.error());
    if (!weights->sha256.empty() && weights->sha256 != *sha256)
        return failure(fmt::format("{} is not as it was installed: its SHA-256 is {}, not {}",
                                   printable(weights->file.string()), *sha256, weights->sha256));
    if (const auto model = loadWeightsFile(weights->file); !model)
        return tl::unexpected(model.error());
    const auto checked = readTensorFile(weights->file).and_then(checkFinite);
    if (!checked)
        return tl::unexpected(checked.error());
    return Checked{*sha256, !weights->sha256.empty()};
}

} // namespace inceptoscope
