#pragma once

#include <QWidget>

namespace inceptoscope {

/// One line of text that gives way: what does not fit is elided and then shown in the tooltip.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);
    void setElideMode(Qt::TextElideMode mode);
    /// Drawn in the theme's secondary colour.
    void setSecondary(bool secondary);
    /// In the caption's size of the label's font, with figures of equal width.
    void setCaption(bool caption);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QFont textFont() const;

    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
    bool m_secondary = false;
    bool m_caption = false;
};

} // namespace inceptoscope
