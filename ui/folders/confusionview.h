#pragma once

#include "folders/confusionpicture.h"

#include <QTableView>

namespace inceptoscope {

class ConfusionModel;

/// A confusion matrix: rows are the classes of the folders, columns the answers, colours the share
/// of the row's photos. Arrow keys walk from cell to cell.
class ConfusionView : public QTableView
{
    Q_OBJECT

public:
    /// The model outlives the view.
    explicit ConfusionView(ConfusionModel *model, QWidget *parent = nullptr);

    /// All of it, to be drawn on a worker.
    ConfusionPicture picture() const;

signals:
    /// A person went to a cell.
    void cellChosen(int truth, int answer);
    /// And wants to see its photos.
    void cellActivated(int truth, int answer);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void fit();
    void keepCurrent();

    ConfusionModel *m_model;
    int m_truth = -1; ///< of the current cell while the model is reset
    int m_answer = -1;
    bool m_isQuiet = false; ///< the current cell changes by itself
};

} // namespace inceptoscope
