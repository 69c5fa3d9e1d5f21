#include "curves/curvecontrols.h"

#include "style/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>

namespace inceptoscope {

namespace {
constexpr int smoothingSteps = 100; // to a weight of 1, which is never reached
} // namespace

CurveControls::CurveControls(QWidget *parent)
    : QWidget(parent)
    , m_metric(new QComboBox(this))
    , m_validation(new QCheckBox(tr("Vali&dation (solid)"), this))
    , m_training(new QCheckBox(tr("&Training (dashed)"), this))
    , m_smoothing(new QSlider(Qt::Horizontal, this))
    , m_smoothingValue(new QLabel(this))
    , m_logarithmic(new QCheckBox(tr("Lo&garithmic"), this))
{
    m_validation->setChecked(true);
    m_validation->setToolTip(tr("Draw what was measured on the validation photos"));
    m_training->setChecked(true);
    m_training->setToolTip(tr("Draw what was measured on the training photos, with augmentation"));
    m_logarithmic->setToolTip(tr("Give the vertical axis a logarithmic scale"));
    buildMetrics();
    buildSmoothing();
    layOut();

    connect(m_metric, &QComboBox::currentIndexChanged, this, &CurveControls::choiceChanged);
    connect(m_validation, &QCheckBox::toggled, this, &CurveControls::choiceChanged);
    connect(m_training, &QCheckBox::toggled, this, &CurveControls::choiceChanged);
    connect(m_smoothing, &QSlider::valueChanged, this, [this] {
        showSmoothing();
        emit choiceChanged();
    });
    connect(m_logarithmic, &QCheckBox::toggled, this, &CurveControls::logarithmicChanged);
}

void CurveControls::buildMetrics()
{
    m_metric->addItem(tr("Top-1 error"), QVariant::fromValue(CurveMetric::TopOneError));
    m_metric->addItem(tr("Top-5 error"), QVariant::fromValue(CurveMetric::TopFiveError));
    m_metric->addItem(tr("Loss"), QVariant::fromValue(CurveMetric::Loss));
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setToolTip(tr("What the curves show against the epoch"));
}

void CurveControls::buildSmoothing()
{
    m_smoothing->setRange(0, smoothingSteps - 1);
    m_smoothing->setPageStep(smoothingSteps / 10);
    m_smoothing->setMinimumWidth(10 * gridUnit);
    m_smoothing->setMaximumWidth(24 * gridUnit);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(
        tr("Weight of the exponential average; the values as logged stay behind it, faint"));
    m_smoothingValue->setFont(tabularFont(font()));
    m_smoothingValue->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("0.00")));
    showSmoothing();
}

void CurveControls::layOut()
{
    auto *metricLabel = new QLabel(tr("&Metric"), this);
    metricLabel->setBuddy(m_metric);
    auto *smoothingLabel = new QLabel(tr("Sm&oothing"), this);
    smoothingLabel->setBuddy(m_smoothing);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(metricLabel);
    layout->addWidget(m_metric);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_validation);
    layout->addWidget(m_training);
    layout->addSpacing(gridUnit);
    layout->addWidget(smoothingLabel);
    layout->addWidget(m_smoothing, 1);
    layout->addWidget(m_smoothingValue);
    layout->addSpacing(gridUnit);
    layout->addWidget(m_logarithmic);
    layout->addStretch();
}

CurveChoice CurveControls::choice() const
{
    return {m_metric->currentData().value<CurveMetric>(), m_validation->isChecked(),
            m_training->isChecked(), double(m_smoothing->value()) / smoothingSteps};
}

void CurveControls::showSmoothing()
{
    m_smoothingValue->setText(QString::number(choice().smoothing, 'f', 2));
}

} // namespace inceptoscope
