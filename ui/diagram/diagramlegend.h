#pragma once

#include "diagram/legendpaint.h"

#include <QWidget>

namespace inceptoscope {

/// What the colours and the V of the diagram mean, in as many lines as the width asks for.
class DiagramLegend : public QWidget
{
    Q_OBJECT

public:
    explicit DiagramLegend(QWidget *parent = nullptr);

    const LegendContent &content() const { return m_content; }
    void setContent(const LegendContent &content);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    LegendContent m_content;
};

} // namespace inceptoscope
