#include "curves/curvesmeasuring.h"

#include "curves/curveplot.h"
#include "curves/curvescontroller.h"
#include "curves/curvespage.h"
#include "curves/runlogs.h"

#include <QApplication>
#include <qcustomplot.h>
#include <QElapsedTimer>
#include <QSlider>
#include <QTimer>

namespace inceptoscope {

namespace {

constexpr int frames = 40; // of panning, and of zooming
constexpr int smoothings = 8;
const QSize pageSize(1280, 800);

double milliseconds(const QElapsedTimer &time)
{
    return static_cast<double>(time.nsecsElapsed()) / 1e6;
}

/// A page with the logs of a folder.
class UsedPage
{
public:
    UsedPage(const QString &folder, const std::stop_token &stop)
        : m_stop(stop)
        , m_page(&m_controller)
    {
        m_page.resize(pageSize);
        m_time.start();
        m_controller.openLogs({folder});
        m_page.show();
        QObject::connect(canvas(), &QCustomPlot::afterReplot, canvas(), [this] { ++m_replots; });
    }

    double untilTheFirstCurve()
    {
        waitUntil([this] { return !plot()->curves().series.empty(); });
        waitForReplot();
        return milliseconds(m_time);
    }

    double untilAllAreThere()
    {
        waitUntil([this] { return !m_page.isPreparing(); });
        waitForReplot();
        return milliseconds(m_time);
    }

    std::size_t runs() const { return m_controller.collection().runs.size(); }

    /// The time of each frame: what was seen moves a little.
    std::vector<double> framesOf(double factor, double shift)
    {
        std::vector<double> taken;
        for (int frame = 0; frame < frames && !m_stop.stop_requested(); ++frame) {
            QElapsedTimer time;
            time.start();
            canvas()->xAxis->scaleRange(factor);
            canvas()->xAxis->moveRange(shift * canvas()->xAxis->range().size());
            waitForReplot();
            taken.push_back(milliseconds(time));
        }
        plot()->fit();
        waitForReplot();
        return taken;
    }

    std::vector<double> smoothingSteps()
    {
        auto *slider = m_page.findChild<QSlider *>();
        std::vector<double> taken;
        for (int step = 0; step < smoothings && !m_stop.stop_requested(); ++step) {
            QElapsedTimer time;
            time.start();
            slider->setValue(slider->maximum() * (5 + step) / (5 + smoothings));
            waitUntil([this] { return !m_page.isPreparing(); });
            waitForReplot();
            taken.push_back(milliseconds(time));
        }
        return taken;
    }

private:
    CurvePlot *plot() const { return m_page.plot(); }
    QCustomPlot *canvas() const { return plot()->findChild<QCustomPlot *>(); }

    template<typename Condition> void waitUntil(Condition condition)
    {
        QTimer wakes; // in case nothing happens but that it is to stop
        wakes.start(100);
        while (!condition() && !m_stop.stop_requested())
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    /// A replot is queued where anything changed.
    void waitForReplot()
    {
        const int before = m_replots;
        canvas()->replot(QCustomPlot::rpQueuedReplot);
        waitUntil([this, before] { return m_replots > before; });
    }

    std::stop_token m_stop;
    CurvesController m_controller;
    CurvesPage m_page;
    QElapsedTimer m_time;
    int m_replots = 0;
};

void add(std::vector<Measurement> &measurements, const char *name, std::vector<double> values)
{
    measurements.push_back({name, "ms", std::move(values)});
}

} // namespace

Expected<std::vector<Measurement>> measureCurves(const QString &large, const QString &many,
                                                 const std::stop_token &stop)
{
    std::vector<Measurement> measurements;
    QElapsedTimer time;
    time.start();
    const RunLogs logs = readRunLogs({large.toStdString()}, stop);
    add(measurements, "curves/read", {milliseconds(time)});
    {
        UsedPage page(large, stop);
        add(measurements, "curves/first", {page.untilTheFirstCurve()});
        add(measurements, "curves/all", {page.untilAllAreThere()});
        add(measurements, "curves/pan", page.framesOf(1.0, 0.003));
        add(measurements, "curves/zoom", page.framesOf(0.93, 0.01));
        add(measurements, "curves/smooth", page.smoothingSteps());
        add(measurements, "curves/pan smoothed", page.framesOf(1.0, 0.003));
    }
    {
        UsedPage page(many, stop);
        add(measurements, "curves/list", {page.untilAllAreThere()});
    }
    if (stop.stop_requested())
        return failure("cancelled");
    return measurements;
}

} // namespace inceptoscope
