#include "commandline/benchdecodecommand.h"

#include "commandline/benchoutput.h"
#include "commandline/interruption.h"
#include "images/imagedecoder.h"
#include "images/syntheticphoto.h"
#include "photos/folderwalk.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>

namespace inceptoscope {

namespace {

struct DecodeArguments
{
    std::vector<std::string> photos;
    BenchArguments bench;
};

/// Milliseconds since it was asked last.
class Laps
{
public:
    double next()
    {
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double, std::milli> lap = now - std::exchange(m_last, now);
        return lap.count();
    }

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// What a photo takes, in the order it is done.
struct PhotoLaps
{
    double decode = 0.0;
    double crop = 0.0;
    double normalise = 0.0;
};

using Decode = std::function<Expected<QImage>()>;

Expected<PhotoLaps> preparing(const Decode &decode)
{
    const Preprocessing preprocessing;
    Laps laps;
    PhotoLaps taken;
    const auto picture = decode();
    taken.decode = laps.next();
    if (!picture)
        return tl::unexpected(picture.error());
    const RgbImage seen = cropSeen(*picture, preprocessing);
    taken.crop = laps.next();
    const std::vector<float> input = normalised(seen, preprocessing);
    taken.normalise = laps.next();
    return taken;
}

/// The photos that can be read; the others are told.
struct MeasuredPhotos
{
    std::vector<Decode> photos;
    bool allRead = true;

    void complainOf(const std::string &sentence)
    {
        complain(sentence);
        allRead = false;
    }
};

MeasuredPhotos measuredPhotos(const std::vector<std::string> &arguments)
{
    MeasuredPhotos measured;
    if (arguments.empty()) {
        const QByteArray file = syntheticPhotoFile(500, 375);
        measured.photos.emplace_back(
            [file] { return decodeImageBytes(file, QStringLiteral("synthetic photo")); });
    }
    QStringList paths;
    for (const std::string &argument : arguments)
        paths += QString::fromStdString(argument);
    const QStringList problems = walkPictures(paths, interruption(), [&](const QString &path) {
        if (const auto picture = decodeImage(path); picture)
            measured.photos.emplace_back([path] { return decodeImage(path); });
        else
            measured.complainOf(picture.error().message);
    });
    for (const QString &problem : problems)
        measured.complainOf(problem.toStdString());
    return measured;
}

/// A run prepares every photo once; its values are those of the mean photo.
Expected<std::vector<double>> runOf(const std::vector<Decode> &photos)
{
    PhotoLaps sum;
    for (const Decode &photo : photos) {
        if (interruption().stop_requested())
            return failure("cancelled");
        const auto laps = preparing(photo);
        if (!laps)
            return tl::unexpected(laps.error());
        sum.decode += laps->decode;
        sum.crop += laps->crop;
        sum.normalise += laps->normalise;
    }
    const auto count = static_cast<double>(photos.size());
    return std::vector{sum.decode / count, sum.crop / count, sum.normalise / count,
                       (sum.decode + sum.crop + sum.normalise) / count};
}

CommandResult<ExitStatus> benchDecode(const DecodeArguments &arguments)
{
    const MeasuredPhotos photos = measuredPhotos(arguments.photos);
    if (photos.photos.empty() && !interruption().stop_requested())
        return SomethingFailed;
    const auto measurements = measured(
        {{"decode", "ms/photo", {}},
         {"crop", "ms/photo", {}},
         {"normalise", "ms/photo", {}},
         {"prepare", "ms/photo", {}}},
        [&] { return runOf(photos.photos); }, arguments.bench.runs, interruption());
    if (!measurements)
        return benchFailed(measurements.error());
    printMeasurements(*measurements, arguments.bench.json);
    return photos.allRead ? AllDone : SomethingFailed;
}

int runBenchDecode(const DecodeArguments &arguments)
{
    interruption(); // from here on, before any thread is started
    const auto done = benchDecode(arguments);
    return done ? *done : report(done.error());
}

} // namespace

void addBenchDecodeCommand(CLI::App &bench, int &status)
{
    auto arguments = std::make_shared<DecodeArguments>();
    CLI::App *command =
        bench.add_subcommand("decode", "What it takes to read a photo and prepare it");
    command
        ->add_option("photos", arguments->photos,
                     "Photos and folders of them; without any, a photo of 500×375 pixels made here")
        ->type_name("PHOTO|FOLDER");
    addBenchOptions(*command, arguments->bench);
    command->callback([arguments, &status] { status = runBenchDecode(*arguments); });
}

} // namespace inceptoscope
