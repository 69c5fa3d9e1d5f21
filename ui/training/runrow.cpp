#include "training/runrow.h"

#include "common/elidedlabel.h"
#include "common/progressline.h"
#include "curves/curvecolour.h"
#include "style/metrics.h"
#include "training/trainingtexts.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace inceptoscope {

/// A piece of the curve.
class LineSample : public QWidget
{
public:
    LineSample() { setFixedSize(4 * gridUnit, iconSize); }

    void setSeries(const std::optional<CurveSeries> &series)
    {
        m_series = series;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (!m_series)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(curveColour(m_series->shade, Theme::fromPalette(palette())), 2.0);
        if (!m_series->validation)
            pen.setDashPattern({5, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(0, height() / 2.0), QPointF(width(), height() / 2.0));
    }

private:
    std::optional<CurveSeries> m_series;
};

RunRow::RunRow(QWidget *parent)
    : QWidget(parent)
    , m_line(new LineSample)
    , m_title(new QLabel)
    , m_text(new ElidedLabel)
    , m_use(new QPushButton(tr("Use in Explore")))
    , m_progress(new ProgressLine)
{
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_text->setCaption(true);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    layout->setHorizontalSpacing(gridUnit);
    layout->setVerticalSpacing(halfUnit);
    layout->setColumnStretch(1, 1);
    layout->setRowMinimumHeight(2, m_progress->sizeHint().height());
    layout->addWidget(m_line, 0, 0);
    layout->addWidget(m_title, 0, 1);
    layout->addWidget(m_text, 1, 1);
    layout->addWidget(m_use, 0, 2, 2, 1);
    layout->addWidget(m_progress, 2, 0, 1, 3);
    connect(m_use, &QPushButton::clicked, this, &RunRow::useRequested);
}

void RunRow::showRun(const QString &title, const RunStatus &run, const TrainingChoice &choice)
{
    m_title->setText(title);
    m_text->setText(runText(run, choice));
    m_text->setAccessibleName(tr("%1: %2").arg(title, m_text->text()));
    m_use->setEnabled(!run.weights.empty());
    m_use->setAccessibleName(tr("Use %1 in Explore").arg(title));
    m_use->setToolTip(run.state == RunStatus::State::Finished
                          ? tr("Look into the trained network on the page Explore")
                          : tr("Look into the network as it was after its last epoch"));
    if (run.isUnderWay() && !m_progress->isRunning())
        m_progress->start();
    else if (!run.isUnderWay())
        m_progress->stop();
    m_progress->setFraction(runFraction(run, choice));
}

void RunRow::setSeries(const std::optional<CurveSeries> &series)
{
    m_line->setSeries(series);
}

QString RunRow::text() const
{
    return m_text->text();
}

} // namespace inceptoscope
