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
constexpr int metricCount = 3;
constexpr int firstTagIndex = metricCount + 1; // behind a line
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

    connect(m_metric, &QComboBox::currentIndexChanged, this, [this] {
        enableShares();
        emit choiceChanged();
    });
    connect(m_validation, &QCheckBox::toggled, this, &CurveControls::choiceChanged);
    connect(m_training, &QCheckBox::toggled, this, &CurveControls::choiceChanged);
    connect(m_smoothing, &QSlider::valueChanged, this, [this] {
        showSmoothing();
        emit choiceChanged();
    });
    connect(m_axes, &AxesButton::choiceChanged, this, &CurveControls::choiceChanged);
    connect(m_axes, &AxesButton::scalesChanged, this, &CurveControls::scalesChanged);
}

void CurveControls::buildMetrics()
{
    m_metric->addItem(tr("Top-1 error"), QVariant::fromValue(CurveMetric::TopOneError));
    m_metric->addItem(tr("Top-5 error"), QVariant::fromValue(CurveMetric::TopFiveError));
    m_metric->addItem(tr("Loss"), QVariant::fromValue(CurveMetric::Loss));
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setToolTip(tr("What the curves show: errors and loss of logs as this program writes "
                            "them, or anything a log has"));
    // Tags may be long, and thousands.
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_metric->setMinimumContentsLength(shownCharacters);
    m_metric->view()->setTextElideMode(Qt::ElideMiddle);
}

void CurveControls::setTags(const std::vector<std::string> &tags)
{
    if (tags == m_tags)
        return;
    const QSignalBlocker blocker(m_metric);
    const CurveChoice before = choice();
    while (m_metric->count() > metricCount)
        m_metric->removeItem(m_metric->count() - 1);
    m_tags = tags;
    if (!m_tags.empty())
        m_metric->insertSeparator(metricCount);
    for (const std::string &tag : m_tags)
        m_metric->addItem(tagText(tag), QVariant::fromValue(CurveMetric::Tag));
    if (before.metric == CurveMetric::Tag)
        chooseTags(before.tags);
    enableShares();
}

void CurveControls::chooseTags(const std::vector<std::string> &tags)
{
    std::vector<std::string> known;
    std::ranges::copy_if(tags, std::back_inserter(known), [this](const std::string &tag) {
        return std::ranges::binary_search(m_tags, tag);
    });
    const int single = m_tags.empty() ? metricCount : firstTagIndex + int(m_tags.size());
    const bool areMany = known.size() > 1;
    bool hasChanged = false;
    {
        const QSignalBlocker blocker(m_metric);
        const CurveChoice before = choice();
        m_chosen = areMany ? known : std::vector<std::string>();
        if (areMany && m_metric->count() == single)
            m_metric->addItem({}, QVariant::fromValue(CurveMetric::Tag));
        if (areMany) {
            m_metric->setItemText(single, tr("%1 metrics").arg(known.size()));
            m_metric->setCurrentIndex(single);
        } else {
            const auto found =
                known.empty() ? m_tags.end() : std::ranges::lower_bound(m_tags, known.front());
            m_metric->setCurrentIndex(known.empty() ? 0
                                                    : firstTagIndex + int(found - m_tags.begin()));
        }
        if (!areMany && m_metric->count() > single)
            m_metric->removeItem(single);
        hasChanged = !(choice() == before);
    }
    enableShares();
    if (hasChanged)
        emit choiceChanged();
}

void CurveControls::chooseErrors(CurveMetric metric)
{
    const QSignalBlocker blocker(this);
    m_validation->setChecked(true);
    m_training->setChecked(false);
    m_axes->chooseEpochs();
    m_metric->setCurrentIndex(m_metric->findData(QVariant::fromValue(metric)));
}

/// A tag is of one of them.
void CurveControls::enableShares()
{
    const bool hasBoth = choice().metric != CurveMetric::Tag;
    m_validation->setEnabled(hasBoth);
    m_training->setEnabled(hasBoth);
    m_axes->setAccuracy(!hasBoth && areAccuracies(choice().tags));
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
    const auto metric = m_metric->currentData().value<CurveMetric>();
    const bool isTag = metric == CurveMetric::Tag;
    return {metric,
            m_validation->isChecked(),
            m_training->isChecked(),
            double(m_smoothing->value()) / smoothingSteps,
            isTag ? chosenTags() : std::vector<std::string>(),
            m_axes->axis(),
            m_axes->drawsErrors(),
            m_axes->joinsSeeds(),
            m_axes->drawsReferences(),
            m_axes->band()};
}

std::vector<std::string> CurveControls::chosenTags() const
{
    const auto place = static_cast<std::size_t>(m_metric->currentIndex() - firstTagIndex);
    return place < m_tags.size() ? std::vector{m_tags[place]} : m_chosen;
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
