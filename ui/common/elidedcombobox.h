#pragma once

#include "style/metrics.h"

#include <QComboBox>

namespace inceptoscope {

/// A box that gives way: of a text that does not fit it shows the beginning and "…", and all of it
/// in the tooltip.
class ElidedComboBox : public QComboBox
{
    Q_OBJECT

public:
    using QComboBox::QComboBox;

    /// What is drawn of the current text.
    QString drawnText() const;

    QSize minimumSizeHint() const override;
    /// How narrow it may become; 12 units of the grid unless told otherwise.
    void setLeastWidth(int width);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString wholeText() const;

    int m_leastWidth = 12 * gridUnit;
};

} // namespace inceptoscope
