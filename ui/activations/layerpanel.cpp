#include "activations/layerpanel.h"

#include "activations/histogramplot.h"
#include "style/metrics.h"
#include "texts/numbertext.h"
#include "texts/percenttext.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <iterator>

namespace inceptoscope {

LayerPanel::LayerPanel(QWidget *parent)
    : QWidget(parent)
    , m_part(new QComboBox)
    , m_shown(new QComboBox)
    , m_histogram(new HistogramPlot)
    , m_logarithmic(new QCheckBox(tr("Lo&garithmic counts")))
    , m_figures(new QLabel)
{
    m_part->setAccessibleName(tr("Part of the block"));
    m_part->setToolTip(tr("The whole block, or a branch or layer of it"));
    m_shown->setAccessibleName(tr("Values that are shown"));
    m_shown->addItem(tr("Output"), QVariant::fromValue(ShownValues::Output));
    m_shown->addItem(tr("Before the activation"),
                     QVariant::fromValue(ShownValues::BeforeActivation));
    m_shown->addItem(tr("Filters"), QVariant::fromValue(ShownValues::Filters));
    m_hints = {tr("What the channels put out"),
               tr("Signed values, as they went into the last ReLU; pooled channels have none"),
               tr("The weights of the convolution, as they are stored")};
    for (QComboBox *box : {m_part, m_shown}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(10);
    }
    m_figures->setFont(tabularFont(captionFont(font())));
    m_figures->setWordWrap(true);
    m_figures->setTextFormat(Qt::PlainText);
    m_logarithmic->setToolTip(tr("Bars by the logarithm of the counts"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    layout->setSpacing(halfUnit);
    layout->addWidget(m_part);
    layout->addWidget(m_shown);
    layout->addWidget(m_histogram, 4);
    layout->addWidget(m_logarithmic);
    layout->addWidget(m_figures);
    layout->addStretch(1);
    m_histogram->setMaximumHeight(26 * gridUnit);
    setFixedWidth(24 * gridUnit);

    connect(m_part, &QComboBox::activated, this,
            [this](int row) { emit partChosen(m_part->itemData(row).toString()); });
    connect(m_shown, &QComboBox::activated, this, [this] { emit shownChanged(shown()); });
    connect(m_logarithmic, &QCheckBox::toggled, m_histogram, &HistogramPlot::setLogarithmic);
}

void LayerPanel::setParts(const QList<Part> &parts, const QString &current)
{
    if (parts != m_parts) {
        m_parts = parts;
        m_part->clear();
        for (const Part &part : parts)
            m_part->addItem(QString(2 * part.indent, u' ') + part.title, part.id);
    }
    m_part->view()->setMinimumWidth(m_part->view()->sizeHintForColumn(0) + 3 * gridUnit);
    m_part->setCurrentIndex(m_part->findData(current));
    m_part->setEnabled(parts.size() > 1);
}

ShownValues LayerPanel::shown() const
{
    return m_shown->currentData().value<ShownValues>();
}

void LayerPanel::setShown(ShownValues shown)
{
    m_shown->setCurrentIndex(m_shown->findData(QVariant::fromValue(shown)));
}

void LayerPanel::setAvailable(ShownValues values, bool available, const QString &why)
{
    const int row = m_shown->findData(QVariant::fromValue(values));
    auto *item = qobject_cast<QStandardItemModel *>(m_shown->model())->item(row);
    item->setEnabled(available);
    item->setToolTip(available ? m_hints.value(row) : why);
}

void LayerPanel::setLayer(const ActivationSummaryPtr &summary, const GridShape &shape)
{
    m_summary = summary;
    m_shape = shape;
    m_channel = -1;
    m_weights = 0;
    m_histogram->setLayer(summary ? summary->histogram : Histogram{});
    updateFigures();
}

void LayerPanel::setFilters(const FilterSet &filters)
{
    setLayer({}, {});
    m_histogram->setLayer(histogramOf(filters.values, extremesOf(filters.values)));
    m_weights = std::ssize(filters.values);
    updateFigures();
}

void LayerPanel::setChannel(int channel, const Activation &activation)
{
    m_channel = m_summary ? channel : -1;
    if (m_channel < 0)
        m_histogram->clearChannel();
    else
        m_histogram->setChannel(channel,
                                histogramLike(m_summary->histogram, activation.channel(channel)));
    updateFigures();
}

void LayerPanel::updateFigures()
{
    QStringList lines;
    if (m_weights > 0)
        lines += tr("%1 weights").arg(groupedNumber(m_weights));
    if (m_summary) {
        const ActivationStatistics &layer = m_summary->statistics;
        lines += tr("%1 zeros (not drawn)").arg(percentText(layer.zeroFraction));
        if (m_shape.height * m_shape.width > 1)
            lines += tr("%1 of %2 channels zero on this photo")
                         .arg(layer.deadChannels)
                         .arg(m_shape.channels);
    }
    if (m_channel >= 0) {
        const ChannelSummary &channel = m_summary->channels[static_cast<std::size_t>(m_channel)];
        lines += channel.isDead() && m_shape.height * m_shape.width > 1
            ? tr("Channel %1: zero on this photo").arg(m_channel)
            : tr("Channel %1: %2 zeros").arg(m_channel).arg(percentText(channel.zeroFraction));
    }
    m_figures->setText(lines.join(u'\n'));
}

QString LayerPanel::figures() const
{
    return m_figures->text();
}

} // namespace inceptoscope
