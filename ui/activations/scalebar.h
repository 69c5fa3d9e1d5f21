#pragma once

#include "render/scaletext.h"

#include <QWidget>

#include <optional>

namespace inceptoscope {

class ColourLegend;
class ElidedLabel;
class LimitEdit;

/// The colours' scale below the maps: bar, ends, and in words which scale that is. The ends of a
/// fixed scale can be typed.
class ScaleBar : public QWidget
{
    Q_OBJECT

public:
    explicit ScaleBar(QWidget *parent = nullptr);

    void setScale(ColourMap map, const ScaleText &text);
    /// Not for typing: nothing.
    void setLimits(const std::optional<ValueRange> &limits);
    QString text() const;

signals:
    /// By the person; the lower one is below the upper one.
    void limitsChanged(const inceptoscope::ValueRange &limits);

private:
    void take(bool isLower);

    ColourMap m_map = ColourMap::Viridis;
    ValueRange m_limits;
    LimitEdit *m_low;
    ColourLegend *m_legend;
    LimitEdit *m_high;
    ElidedLabel *m_words;
};

} // namespace inceptoscope
