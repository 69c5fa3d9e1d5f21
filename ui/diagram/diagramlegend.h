#pragma once

#include <QWidget>

namespace inceptoscope {

/// What the colours and the V of the diagram mean, in as many lines as the width asks for.
class DiagramLegend : public QWidget
{
    Q_OBJECT

public:
    explicit DiagramLegend(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QFontMetrics metrics() const;
};

} // namespace inceptoscope
