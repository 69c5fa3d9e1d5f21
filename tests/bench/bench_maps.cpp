#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "support/activations.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <benchmark/benchmark.h>
#include <ctime>
#include <random>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// How long the GUI thread was at something at a stretch, milliseconds.
struct LongestTask
{
    double elapsed = 0.0; ///< the window stood still as long
    double computed = 0.0; ///< of that, without what other threads took of the processor

    void take(const LongestTask &other)
    {
        elapsed = std::max(elapsed, other.elapsed);
        computed = std::max(computed, other.computed);
    }
};

/// Times everything that the GUI thread does at a stretch.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        QElapsedTimer timer;
        timer.start();
        const double before = threadMilliseconds();
        const bool done = QApplication::notify(receiver, event);
        m_longest.take(
            {static_cast<double>(timer.nsecsElapsed()) / 1e6, threadMilliseconds() - before});
        --m_depth;
        return done;
    }

    /// Since it was asked last.
    LongestTask takeLongest() { return std::exchange(m_longest, {}); }

private:
    int m_depth = 0;
    LongestTask m_longest;
};

TimedApplication &application()
{
    return *static_cast<TimedApplication *>(qApp);
}

/// Half of the values are zero, as behind a ReLU.
Activation noise(GridShape shape)
{
    std::mt19937 random(1);
    std::vector<float> values(static_cast<std::size_t>(shape.elements()));
    for (float &value : values)
        value = std::max(0.0F, static_cast<float>(random() % 2000) / 1000.0F - 1.0F);
    return activationOf(shape, std::move(values));
}

template<typename Done> void waitUntil(Done done)
{
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
}

/// A pane as large as a window, with its maps.
std::unique_ptr<ActivationPane> paneOf(const Activation &activation, int cellSize)
{
    auto pane = std::make_unique<ActivationPane>();
    pane->resize(1920, 1080);
    pane->grid()->setCellSize(cellSize);
    pane->show();
    pane->showActivation(QStringLiteral("layer"), activation);
    waitUntil([&] { return pane->grid()->summary() && pane->isSettled(); });
    return pane;
}

void report(benchmark::State &state, const LongestTask &longest)
{
    state.counters["longest_task_ms"] = longest.elapsed;
    state.counters["of_that_cpu_ms"] = longest.computed;
}

/// From the first row to the last and back, a notch of the wheel at a time, pictures and all.
void scrolling(benchmark::State &state, GridShape shape, int cellSize)
{
    const auto pane = paneOf(noise(shape), cellSize);
    auto *bar = pane->grid()->verticalScrollBar();
    application().takeLongest();
    LongestTask longest;
    for (auto each : state) {
        for (const int direction : {1, -1}) {
            const int end = direction > 0 ? bar->maximum() : 0;
            while (bar->value() != end) {
                bar->setValue(bar->value() + direction * 3 * bar->singleStep());
                QCoreApplication::processEvents();
            }
        }
        waitUntil([&] { return pane->isSettled(); });
        longest.take(application().takeLongest());
    }
    report(state, longest);
}

/// Everything that makes all pictures anew, and the order by likeness.
void choosing(benchmark::State &state, GridShape shape)
{
    const auto pane = paneOf(noise(shape), 64);
    ChannelGrid *grid = pane->grid();
    application().takeLongest();
    LongestTask longest;
    for (auto each : state) {
        for (const ChannelOrder order :
             {ChannelOrder::ByEnergy, ChannelOrder::BySimilarity, ChannelOrder::ByIndex}) {
            QMetaObject::invokeMethod(grid, [&] { grid->setOrder(order); }, Qt::QueuedConnection);
            QCoreApplication::processEvents();
            waitUntil([&] { return pane->isSettled(); });
        }
        for (const ColourMap map : {ColourMap::Magma, ColourMap::Viridis}) {
            QMetaObject::invokeMethod(grid, [&] { grid->setColourMap(map); }, Qt::QueuedConnection);
            QCoreApplication::processEvents();
            waitUntil([&] { return pane->isSettled(); });
        }
        longest.take(application().takeLongest());
    }
    report(state, longest);
}

/// From one channel, large, to the next.
void walking(benchmark::State &state, GridShape shape)
{
    const auto pane = paneOf(noise(shape), 64);
    pane->setCurrentChannel(0);
    pane->setEnlarged(true);
    application().takeLongest();
    LongestTask longest;
    for (auto each : state) {
        for (int channel = 0; channel < 16; ++channel) {
            QMetaObject::invokeMethod(
                pane.get(), [&] { pane->setCurrentChannel(channel); }, Qt::QueuedConnection);
            QCoreApplication::processEvents();
            waitUntil([&] { return pane->isSettled(); });
        }
        longest.take(application().takeLongest());
    }
    report(state, longest);
}

constexpr GridShape manyChannels{1536, 8, 8}; // 8×8×1536
constexpr GridShape largeGrid{64, 147, 147}; // 147×147×64

BENCHMARK_CAPTURE(scrolling, many_thumbnails, manyChannels, 32)->UseRealTime();
BENCHMARK_CAPTURE(scrolling, many, manyChannels, 96)->UseRealTime();
BENCHMARK_CAPTURE(scrolling, large_grid, largeGrid, 512)->UseRealTime();
BENCHMARK_CAPTURE(choosing, many, manyChannels)->UseRealTime();
BENCHMARK_CAPTURE(choosing, large_grid, largeGrid)->UseRealTime();
BENCHMARK_CAPTURE(walking, large_grid, largeGrid)->UseRealTime();

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const TimedApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
