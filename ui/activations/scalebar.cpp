#include "activations/scalebar.h"

#include "activations/colourlegend.h"
#include "activations/limitedit.h"
#include "common/elidedlabel.h"
#include "style/metrics.h"

#include <QHBoxLayout>

#include <utility>

namespace inceptoscope {

ScaleBar::ScaleBar(QWidget *parent)
    : QWidget(parent)
    , m_low(new LimitEdit(tr("Value of the first colour")))
    , m_legend(new ColourLegend)
    , m_high(new LimitEdit(tr("Value of the last colour")))
    , m_words(new ElidedLabel)
{
    m_words->setCaption(true);
    m_words->setSecondary(true);
    // What stands beside it gives way: the scale is always stated.
    m_words->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_low);
    layout->addWidget(m_legend);
    layout->addWidget(m_high);
    layout->addWidget(m_words, 1);
    connect(m_low, &LimitEdit::valueChanged, this, [this] { take(true); });
    connect(m_high, &LimitEdit::valueChanged, this, [this] { take(false); });
    setLimits({});
}

void ScaleBar::setScale(ColourMap map, const ScaleText &text)
{
    m_map = map;
    m_legend->setContent({map, text.low, text.high, text.words, text.notFinite});
    m_words->setText(text.words);
}

void ScaleBar::setLimits(const std::optional<ValueRange> &limits)
{
    m_limits = limits.value_or(ValueRange{});
    m_low->setVisible(limits.has_value());
    m_high->setVisible(limits.has_value());
    m_legend->setDrawn(!limits.has_value(), false);
    m_low->setValue(m_limits.low);
    m_high->setValue(m_limits.high);
}

/// A diverging map has its middle at zero, so its ends move together. Ends that are exchanged
/// change places, equal ones stay as they were.
void ScaleBar::take(bool isLower)
{
    ValueRange typed{m_low->value(), m_high->value()};
    if (isDiverging(m_map))
        typed = isLower ? ValueRange{typed.low, -typed.low} : ValueRange{-typed.high, typed.high};
    if (typed.low > typed.high)
        std::swap(typed.low, typed.high);
    if (typed.low < typed.high)
        m_limits = typed;
    setLimits(m_limits);
    if (m_limits == typed)
        emit limitsChanged(m_limits);
}

QString ScaleBar::text() const
{
    return m_legend->text();
}

} // namespace inceptoscope
