#include "bench/spinastheprogram.h"
#include "commandline/photobatches.h"
#include "engine/engine.h"
#include "freedmemory.h"
#include "images/imagedecoder.h"
#include "images/syntheticphoto.h"
#include "measuring/anyweights.h"
#include "photos/folderwalk.h"
#include "support/temporaryfolder.h"
#include "zoo/zoo.h"

#include <QCoreApplication>
#include <QFile>

#include <benchmark/benchmark.h>
#include <cstdlib>

using namespace inceptoscope;

namespace {

/// The files of photos that are measured: a synthetic one, or the first hundred of those in the
/// folder that INCEPTOSCOPE_BENCH_PHOTOS names.
class Photos
{
public:
    static const Photos &synthetic()
    {
        static const Photos photos({syntheticPhotoFile(500, 375)});
        return photos;
    }

    static const Photos &real()
    {
        static const Photos photos(filesBelow(qEnvironmentVariable("INCEPTOSCOPE_BENCH_PHOTOS")));
        return photos;
    }

    const QByteArray &file(std::int64_t index) const { return m_files[index % m_files.size()]; }
    const QImage &decoded(std::int64_t index) const { return m_decoded[index % m_decoded.size()]; }
    qsizetype count() const { return m_files.size(); }
    double meanKilobytes() const
    {
        double sum = 0.0;
        for (const QByteArray &file : m_files)
            sum += static_cast<double>(file.size());
        return sum / 1000.0 / static_cast<double>(m_files.size());
    }

private:
    explicit Photos(const QList<QByteArray> &files)
        : m_files(files)
    {
        for (const QByteArray &file : m_files)
            m_decoded += decodeImageBytes(file, QStringLiteral("photo")).value();
    }

    static QList<QByteArray> filesBelow(const QString &folder)
    {
        QList<QByteArray> files;
        std::stop_source enough;
        walkPictures({folder}, enough.get_token(), [&](const QString &path) {
            QFile file(path);
            if (file.open(QIODevice::ReadOnly) && decodeImage(path))
                files += file.readAll();
            if (files.size() == 100)
                enough.request_stop();
        });
        return files;
    }

    QList<QByteArray> m_files;
    QList<QImage> m_decoded;
};

using Source = const Photos &(*)();

void decode(benchmark::State &state, const Photos &photos)
{
    std::int64_t photo = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(decodeImageBytes(photos.file(photo++), QStringLiteral("photo")));
    state.counters["kB"] = photos.meanKilobytes();
}

void crop(benchmark::State &state, const Photos &photos, const Preprocessing &preprocessing)
{
    std::int64_t photo = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(cropSeen(photos.decoded(photo++), preprocessing));
}

void normalise(benchmark::State &state, const Photos &photos, const Preprocessing &preprocessing)
{
    const RgbImage seen = cropSeen(photos.decoded(0), preprocessing);
    for (auto _ : state)
        benchmark::DoNotOptimize(normalised(seen, preprocessing));
}

/// As the command line prepares a photo, from the file to the network's input.
void prepare(benchmark::State &state, const Photos &photos, const Preprocessing &preprocessing)
{
    const test::TemporaryFolder folder;
    QStringList paths;
    for (qsizetype i = 0; i < photos.count(); ++i) {
        const auto path = folder / (std::to_string(i) + ".jpg");
        test::writeFile(path, photos.file(i).toStdString());
        paths += QString::fromStdString(path.string());
    }
    qsizetype photo = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(preparePhoto(paths[photo++ % paths.size()], {preprocessing}));
}

/// A folder that holds the same photo often.
QStringList folderOf(int count, const test::TemporaryFolder &folder)
{
    for (int i = 0; i < count; ++i)
        test::writeFile(folder / (std::to_string(i) + ".jpg"),
                        Photos::synthetic().file(0).toStdString());
    return {QString::fromStdString(folder.path().string())};
}

/// Inception-v4 with weights of any kind, made once.
Engine &engine()
{
    static const std::unique_ptr<Engine> made = [] {
        const auto graph = buildNetwork("inception_v4");
        return makeEngine(*graph, anyWeights(*graph)).value();
    }();
    return *made;
}

double seconds(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The same photos prepared beforehand, and from their folder, in turns.
void classifyFolder(benchmark::State &state, int batch)
{
    constexpr int count = 32;
    const Preprocessing preprocessing;
    const test::TemporaryFolder folder;
    const QStringList paths = folderOf(count, folder);
    const std::vector inputs(
        static_cast<std::size_t>(batch),
        preparePhoto(paths.front() + QStringLiteral("/0.jpg"), {preprocessing}).inputs->front());
    engine().run(inputs, {}).value(); // compiled before it is timed
    double alone = 0.0;
    for (auto _ : state) {
        alone += seconds([&] {
            for (int done = 0; done < count; done += batch)
                benchmark::DoNotOptimize(engine().run(inputs, {}).value());
        });
        state.SetIterationTime(seconds([&] {
            PhotoConveyor photos(paths, {preprocessing}, batch, {});
            if (const auto done = answerInBatches(photos, engine(), batch, {}, {}); !done)
                state.SkipWithError(done.error().message.c_str());
        }));
    }
    const auto photos = static_cast<double>(state.iterations() * count);
    state.counters["photos/s"] = benchmark::Counter(photos, benchmark::Counter::kIsRate);
    state.counters["alone/s"] = photos / alone;
    state.counters["of_alone"] = benchmark::Counter(alone, benchmark::Counter::kIsRate);
}

/// The photos are read when the first of their benchmarks is run.
template<typename Measured>
void registerOne(const std::string &name, Source source, Measured measured)
{
    const auto measuredOrRefused = [source, measured](benchmark::State &state) {
        const Photos &photos = source();
        if (photos.count() > 0)
            measured(state, photos);
        else
            state.SkipWithError("INCEPTOSCOPE_BENCH_PHOTOS names no folder with photos");
    };
    benchmark::RegisterBenchmark(("photos/" + name).c_str(), measuredOrRefused)
        ->Unit(benchmark::kMillisecond);
}

void registerPhotos(const std::string &name, Source source)
{
    registerOne("decode/" + name, source, decode);
    for (const auto &[filter, interpolation] : {std::pair("bilinear", Interpolation::Bilinear),
                                                std::pair("bicubic", Interpolation::Bicubic)}) {
        for (const auto &[shorterSide, inputSize] : {std::pair(341, 299), std::pair(256, 224)}) {
            Preprocessing preprocessing;
            preprocessing.shorterSide = shorterSide;
            preprocessing.inputSize = inputSize;
            preprocessing.interpolation = interpolation;
            const std::string tail =
                std::string("/") + filter + "/" + std::to_string(inputSize) + "/" + name;
            const auto add = [&](const char *step, auto measured) {
                registerOne(step + tail, source,
                            [=](benchmark::State &state, const Photos &photos) {
                                measured(state, photos, preprocessing);
                            });
            };
            add("crop", crop);
            add("normalise", normalise);
            add("prepare", prepare);
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    test::spinAsTheProgram(argv);
    keepFreedMemory(); // as the program does
    const QCoreApplication application(argc, argv);
    registerPhotos("synthetic", Photos::synthetic);
    if (qEnvironmentVariableIsSet("INCEPTOSCOPE_BENCH_PHOTOS"))
        registerPhotos("real", Photos::real);
    for (int batch : {1, 2, 8})
        benchmark::RegisterBenchmark(
            ("folder/inception_v4/batch:" + std::to_string(batch)).c_str(),
            [batch](benchmark::State &state) { classifyFolder(state, batch); })
            ->Unit(benchmark::kMillisecond)
            ->UseManualTime();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
