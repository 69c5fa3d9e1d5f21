#include "curves/curvecontrols.h"

#include "curves/axesbutton.h"
#include "curves/curvetags.h"
#include "style/metrics.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <iterator>

namespace inceptoscope {

namespace {
constexpr int smoothingSteps = 100; // to a weight of 1, which is never reached
const QString validationKey = QStringLiteral("validation");
const QString trainingKey = QStringLiteral("training");
const QString smoothingKey = QStringLiteral("smoothing");
constexpr int shownCharacters = 20; // of a metric's name
} // namespace

CurveControls::CurveControls(QWidget *parent)
    : QWidget(parent)
    , m_metric(new QComboBox(this))
    , m_validation(new QCheckBox(tr("Vali&dation (solid)"), this))
    , m_training(new QCheckBox(tr("&Training (dashed)"), this))
    , m_smoothing(new QSlider(Qt::Horizontal, this))
    , m_smoothingValue(new QLabel(this))
    , m_axes(new AxesButton(this))
{
    m_validation->setChecked(true);
    m_validation->setToolTip(tr("Draw what was measured on the validation photos"));
    m_training->setChecked(true);
    m_training->setToolTip(tr("Draw what was measured on the training photos, with augmentation"));
    buildMetrics();
    buildSmoothing();
    layOut();

    connect(m_metric, &QComboBox::currentIndexChanged, this, &CurveControls::chooseEntry);
    connect(m_validation, &QCheckBox::toggled, this, &CurveControls::choiceChanged);
    connect(m_training, &QCheckBox::toggled, this, &CurveControls::choiceChanged);
    connect(m_smoothing, &QSlider::valueChanged, this, [this] {
        showSmoothing();
        emit choiceChanged();
    });
    connect(m_axes, &AxesButton::choiceChanged, this, &CurveControls::choiceChanged);
    connect(m_axes, &AxesButton::scalesChanged, this, &CurveControls::scalesChanged);
}

std::vector<Metric> CurveControls::measures()
{
    return {{CurveMetric::TopOneError}, {CurveMetric::TopFiveError}, {CurveMetric::Loss}};
}

void CurveControls::buildMetrics()
{
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setToolTip(tr(
        "What the curves show: errors and losses, whatever each log calls them, or anything a log "
        "has"));
    // Tags may be long, and thousands.
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_metric->setMinimumContentsLength(shownCharacters);
    m_metric->view()->setTextElideMode(Qt::ElideMiddle);
    fillMetrics();
}

void CurveControls::setMetrics(const std::vector<Metric> &metrics)
{
    std::vector<Metric> offered = measures();
    std::ranges::copy_if(metrics, std::back_inserter(offered),
                         [](const Metric &metric) { return metric.kind == CurveMetric::Tag; });
    if (offered == m_offered)
        return;
    m_offered = std::move(offered);
    const bool hadSome = !m_chosen.empty();
    std::erase_if(m_chosen, [this](const Metric &metric) {
        return !std::ranges::binary_search(m_offered, metric);
    });
    if (hadSome && m_chosen.empty())
        m_chosen = {Metric()};
    fillMetrics();
    enableShares();
}

/// An entry's data is its place among those offered.
void CurveControls::fillMetrics()
{
    const QSignalBlocker blocker(m_metric);
    m_metric->clear();
    for (std::size_t i = 0; i < m_offered.size(); ++i) {
        if (i == measures().size())
            m_metric->insertSeparator(m_metric->count());
        m_metric->addItem(metricName(m_offered[i]), qulonglong(i));
    }
    showChosen();
}

/// Several, or none, have an entry at the end, as long as they are chosen.
void CurveControls::showChosen()
{
    const QSignalBlocker blocker(m_metric);
    const int last = m_metric->count() - 1;
    if (!m_metric->itemData(last).isValid())
        m_metric->removeItem(last);
    if (m_chosen.size() == 1) {
        const auto found = std::ranges::lower_bound(m_offered, m_chosen.front());
        m_metric->setCurrentIndex(m_metric->findData(qulonglong(found - m_offered.begin())));
        return;
    }
    m_metric->addItem(m_chosen.empty() ? tr("No metric") : tr("%1 metrics").arg(m_chosen.size()));
    m_metric->setCurrentIndex(m_metric->count() - 1);
}

void CurveControls::choose(const std::vector<Metric> &metrics)
{
    std::vector<Metric> known;
    std::ranges::copy_if(metrics, std::back_inserter(known), [this](const Metric &metric) {
        return std::ranges::binary_search(m_offered, metric);
    });
    if (known == m_chosen)
        return;
    m_chosen = std::move(known);
    showChosen();
    enableShares();
    emit choiceChanged();
}

/// By the person.
void CurveControls::chooseEntry(int index)
{
    if (const QVariant place = m_metric->itemData(index); place.isValid())
        choose({m_offered[place.toULongLong()]});
}

void CurveControls::chooseErrors(CurveMetric metric)
{
    const QSignalBlocker blocker(this);
    m_validation->setChecked(true);
    m_training->setChecked(false);
    m_axes->chooseEpochs();
    choose({{metric}});
}

/// A tag is of one of them.
void CurveControls::enableShares()
{
    const bool haveBoth = std::ranges::any_of(
        m_chosen, [](const Metric &metric) { return metric.kind != CurveMetric::Tag; });
    m_validation->setEnabled(haveBoth);
    m_training->setEnabled(haveBoth);
    m_axes->setAccuracy(
        std::ranges::any_of(m_chosen, [](const Metric &metric) { return isAccuracy(metric.tag); }));
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
    layout->addWidget(m_axes);
    layout->addStretch();
}

CurveChoice CurveControls::choice() const
{
    return {m_chosen,
            m_validation->isChecked(),
            m_training->isChecked(),
            double(m_smoothing->value()) / smoothingSteps,
            m_axes->axis(),
            m_axes->drawsErrors(),
            m_axes->joinsSeeds(),
            m_axes->drawsReferences(),
            m_axes->band()};
}

QVariantMap CurveControls::settings() const
{
    QVariantMap settings = m_axes->settings();
    settings.insert(validationKey, m_validation->isChecked());
    settings.insert(trainingKey, m_training->isChecked());
    settings.insert(smoothingKey, m_smoothing->value());
    return settings;
}

void CurveControls::restore(const QVariantMap &settings)
{
    m_axes->restore(settings);
    for (const auto &[key, box] :
         {std::pair(validationKey, m_validation), std::pair(trainingKey, m_training)}) {
        if (const QVariant value = settings.value(key); value.typeId() == QMetaType::Bool)
            box->setChecked(value.toBool());
    }
    if (const QVariant value = settings.value(smoothingKey); value.typeId() == QMetaType::Int)
        m_smoothing->setValue(value.toInt());
}

CurveScales CurveControls::scales() const
{
    return m_axes->scales();
}

void CurveControls::showSmoothing()
{
    m_smoothingValue->setText(QString::number(choice().smoothing, 'f', 2));
}

} // namespace inceptoscope
