#include "diagram/diagramview.h"
#include "overlay/overlaycontroller.h"
#include "zoo/zoo.h"

#include <QApplication>
#include <QPainter>
#include <QScrollBar>

#include <benchmark/benchmark.h>

using namespace inceptoscope;

namespace {

constexpr QSize viewSize(1280, 800);

/// Never deleted: it has to outlive whatever the program ends with.
QApplication &application()
{
    static int argc = 1;
    static char name[] = "bench_diagram";
    static char *argv[] = {name, nullptr};
    static auto *application = [] {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return new QApplication(argc, argv);
    }();
    return *application;
}

OverlayValues parametersOf(const NetworkGraph &graph)
{
    OverlayValues overlay{Overlay::Parameters, {}};
    for (const auto &[id, value] : overlayValues(graph, Overlay::Parameters, {}))
        overlay.values.insert(QString::fromStdString(id), value);
    return overlay;
}

/// The largest network with everything opened.
void fill(DiagramView &view, bool overlay, double zoom)
{
    const NetworkGraph graph = buildNetwork("inception_resnet_v2_tfslim").value();
    view.resize(viewSize);
    view.setGraph(graph);
    view.expandAll();
    if (overlay)
        view.setOverlay(parametersOf(graph));
    while (view.zoom() < zoom)
        view.zoomIn(); // at once: what is not shown does not move
    view.show();
    QApplication::processEvents();
}

void paintFrames(benchmark::State &state, bool overlay, double zoom)
{
    application();
    DiagramView view;
    fill(view, overlay, zoom);
    QImage frame(view.viewport()->size(), QImage::Format_RGB32);
    QScrollBar *bar = view.horizontalScrollBar();
    int step = 0;
    for (auto _ : state) {
        bar->setValue(++step * 16 % std::max(1, bar->maximum())); // a pan of 16 pixels a frame
        QPainter painter(&frame);
        view.viewport()->render(&painter);
    }
    state.counters["boxes"] = view.diagram().spec.count();
    state.counters["frames/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

/// What a fold does once: specification, measuring, layout.
void layOut(benchmark::State &state)
{
    application();
    const NetworkGraph graph = buildNetwork("inception_resnet_v2_tfslim").value();
    const QSet<QString> all = openedAt(graph, DiagramLevel::Layer);
    const DiagramFonts fonts = DiagramFonts::from(QApplication::font());
    for (auto _ : state) {
        DiagramSpec spec = diagramSpec(graph, all);
        const std::vector<NodeSize> sizes = measureDiagram(spec, fonts);
        benchmark::DoNotOptimize(layoutDiagram(std::move(spec), sizes, 6000.0));
    }
}

} // namespace

BENCHMARK_CAPTURE(paintFrames, everythingInView, false, 0.0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(paintFrames, everythingInViewWithOverlay, true, 0.0)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(paintFrames, halfSize, false, 0.5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(paintFrames, readable, false, 1.0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(paintFrames, readableWithOverlay, true, 1.0)->Unit(benchmark::kMillisecond);
BENCHMARK(layOut)->Unit(benchmark::kMillisecond);
