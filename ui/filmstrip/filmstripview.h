#pragma once

#include <QListView>

namespace inceptoscope {

/// One row of photos of the same size, fluid with tens of thousands of them.
class FilmstripView : public QListView
{
    Q_OBJECT

public:
    explicit FilmstripView(QWidget *parent = nullptr);

    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;

protected:
    void focusInEvent(QFocusEvent *event) override;
};

} // namespace inceptoscope
